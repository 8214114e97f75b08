import type { Environment } from '@auth-patterns/auth-config';
import type { AccessPolicyResource } from '@medplum/fhirtypes';
import type { TranslationSettings } from '#hl7/observation.ts';
import type { Intake } from '#intake/intake.ts';
import type { Receive } from '#intake/receive-message.ts';
import type { Refinement } from '#intake/to-transactions.ts';
import type { Log, LogFields } from '#log';
import type { MakeCredential } from '#medplum/credential.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Deliver } from '#sender/deliver.ts';

/** What an input may use. */
export type InputContext = Readonly<{
  /** Takes HL7 v2, whatever it came by, and makes its acknowledgment. */
  receive: Receive;
  /** Takes what the input has read from another protocol. */
  intake: Intake;
  translation: TranslationSettings;
  log: Log;
  now: () => number;
}>;

/** A further way for results to come in. */
export type Input = Readonly<{
  /** Begins to take results; returns what the log says of it, for example a port. */
  start: () => Promise<LogFields>;
  stop: () => Promise<void>;
}>;

/** What a feature adds when it is switched on. Each member is optional. */
export type FeaturePart = Readonly<{
  /** Secrets of its own, which the log masks. */
  secrets?: readonly string[];
  /** What it makes of results on their way from an input to the queue. */
  refinement?: (translation: TranslationSettings) => Refinement;
  /** Reads its file again, at SIGHUP. */
  reload?: () => void;
  input?: (context: InputContext) => Input;
  /** The client's secret, when it does not stand in MEDPLUM_CLIENT_SECRET. */
  clientSecret?: string;
  /** Stands around each request to Medplum. */
  fetch?: (next: typeof fetch) => typeof fetch;
  /** Another credential than the client secret. */
  credential?: MakeCredential;
  /** Another way for messages to leave than as FHIR resources. */
  deliver?: (session: MedplumSession) => Deliver;
  /** What it needs of the AccessPolicy beside the core's. */
  needs?: (translation: TranslationSettings) => readonly AccessPolicyResource[];
}>;

/**
 * One further ability, in a folder of its own that is named after it. `read` checks its settings and returns what it adds,
 * or nothing when it is not switched on.
 *
 * @throws ConfigError that names every variable at fault.
 */
export type Feature = Readonly<{ name: string; read: (env: Environment) => FeaturePart | undefined }>;

/** The doors of features, each of which exports one. */
export type FeatureDoors = readonly Promise<Readonly<Record<string, Feature>>>[];
