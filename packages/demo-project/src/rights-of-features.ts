/** What a policy of the clinic allows for the sake of some features alone. */
export type RightOfFeatures = Readonly<{
  /** Name of the AccessPolicy. */
  policy: string;
  resourceType: string;
  /** Some of what the policy allows with that type. Default is all of it. */
  interactions?: readonly string[];
  /** The features that need it, each behind its app: `device-agent/reports`. */
  features: readonly string[];
}>;

const live = ['spa-client/live-list'];
const smart = ['spa-client/smart'];
const history = ['spa-client/history'];
const edits = ['spa-client/chart-edits'];
/** For whom the server writes notes with their own rights. */
const usersOfProxy = ['on-behalf-of', 'token-exchange', 'compare-identities'].map((one) => `legacy-proxy/${one}`);
/** Medplum reads the client with the rights of the person whom it hands over to it. */
const readsClient = [...smart, 'spa-client/magic-link', 'legacy-proxy/magic-link'];

/**
 * What the clinic's policies allow because a feature needs it. All else is what the apps' cores need. Whoever takes an app
 * without a feature gets policies without its rights.
 */
export const rightsOfFeatures: readonly RightOfFeatures[] = [
  { policy: 'Clinician', resourceType: 'Patient', interactions: ['update'], features: edits },
  { policy: 'Clinician', resourceType: 'Patient', interactions: ['history', 'vread'], features: history },
  // The live list shows what a colleague adds.
  {
    policy: 'Clinician',
    resourceType: 'Observation',
    interactions: ['create'],
    features: [...edits, ...smart, ...live],
  },
  { policy: 'Clinician', resourceType: 'Observation', interactions: ['update'], features: edits },
  { policy: 'Clinician', resourceType: 'Observation', interactions: ['history', 'vread'], features: history },
  { policy: 'Clinician', resourceType: 'DocumentReference', features: usersOfProxy },
  { policy: 'Clinician', resourceType: 'Encounter', features: smart },
  { policy: 'Clinician', resourceType: 'SmartAppLaunch', features: smart },
  { policy: 'Clinician', resourceType: 'Subscription', features: live },
  { policy: 'Clinician', resourceType: 'ClientApplication', features: readsClient },
  { policy: 'Patient access', resourceType: 'DocumentReference', features: usersOfProxy },
  { policy: 'Patient access', resourceType: 'Subscription', features: live },
  { policy: 'Patient access', resourceType: 'ClientApplication', features: readsClient },
  { policy: 'Chem-200 analyzer', resourceType: 'DiagnosticReport', features: ['device-agent/reports'] },
  { policy: 'Chem-200 analyzer', resourceType: 'Specimen', features: ['device-agent/reports'] },
];
