/** What a launch from an EHR asks for: who the user is, and to read about the patient that the EHR has open. */
export const ehrLaunchScopes = ['launch', 'openid', 'fhirUser', 'offline_access', 'patient/*.rs'] as const;

/** A standalone app asks for these always: without them nobody knows who signed in. */
export const alwaysAsked = ['openid', 'fhirUser'] as const;

export type ScopeChoice = Readonly<{ scope: string; meaning: string; chosen: boolean }>;

/** What the user may let this app ask for, in SMART's version 2 of the scopes. */
export const scopeChoices: readonly ScopeChoice[] = [
  { scope: 'launch/patient', meaning: 'A patient to work on, chosen while signing in', chosen: true },
  { scope: 'patient/Patient.rs', meaning: 'Read and search that patient’s own record', chosen: true },
  { scope: 'patient/Observation.rs', meaning: 'Read and search that patient’s observations', chosen: true },
  { scope: 'user/Patient.rs', meaning: 'Read and search every patient that you may see', chosen: false },
  { scope: 'user/Observation.cruds', meaning: 'Read, search and write observations wherever you may', chosen: false },
  { scope: 'offline_access', meaning: 'Stay signed in, with a refresh token', chosen: false },
];
