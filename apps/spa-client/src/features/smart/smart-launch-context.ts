import type { MedplumTokens } from '#medplum/redeem-code.ts';

/** What came with the tokens of a launch (SMART App Launch 2.2, "Launch context"), and the scopes. */
export type LaunchContext = Readonly<{
  asked: readonly string[];
  granted: readonly string[];
  /** Id of the patient. */
  patient: string | undefined;
  /** Id of the encounter. */
  encounter: string | undefined;
  /** Other resources that the EHR has open, as references. */
  fhirContext: readonly string[];
  /** False when the EHR shows the patient's name itself, around the app. */
  needsPatientBanner: boolean;
  /** Where the EHR says what it looks like. */
  styleUrl: string | undefined;
}>;

type LaunchMembers = Readonly<{
  patient?: string;
  encounter?: string;
  fhirContext?: readonly Readonly<{ reference?: string }>[];
  need_patient_banner?: boolean;
  smart_style_url?: string;
}>;

/** Reads the members of a token answer that SMART adds to those of RFC 6749 §5.1. */
export function readLaunchContext(tokens: MedplumTokens, askedScope: string): LaunchContext {
  const { patient, encounter, fhirContext = [], ...rest } = tokens as LaunchMembers;
  return {
    asked: scopesOf(askedScope),
    // An answer without a scope grants what was asked for (RFC 6749 §5.1).
    granted: scopesOf(tokens.scope ?? askedScope),
    patient,
    encounter,
    fhirContext: fhirContext.flatMap(({ reference }) => reference ?? []),
    needsPatientBanner: rest.need_patient_banner ?? true,
    styleUrl: rest.smart_style_url,
  };
}

function scopesOf(scope: string): readonly string[] {
  return scope.split(' ').filter(Boolean);
}
