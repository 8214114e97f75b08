import {
  parseClientSettings,
  parseSettings,
  list,
  port,
  type ClientSettings,
  type Environment,
} from '@auth-patterns/auth-config';
import { z } from 'zod';
import type { Feature, FeaturePart } from '#feature';
import { credentialNames, type CredentialName } from '#medplum/credential.ts';
import { parseListenerSettings, type ListenerSettings } from '#mllp/listener-settings.ts';

const identifierSystem = z
  .string('must be text')
  .regex(/^[a-z][\w+.-]*:\S+$/i, 'must be a URI, such as https://clinic.example/mrn');

const queueSchema = z.object({
  DEVICE_AGENT_DATA_DIR: z.string('must be a folder').default('.data'),
  DEVICE_AGENT_QUEUE_MAX_MIB: z.coerce
    .number('must be a number of MiB')
    .int('must be a whole number of MiB')
    .positive('must be more than zero')
    .default(512),
});

const agentSchema = z.object({
  ...queueSchema.shape,
  DEVICE_AGENT_DEVICE: z
    .string('must be text')
    .regex(/^Device\/[\w.-]{1,64}$/, 'must be a reference such as Device/123'),
  DEVICE_AGENT_STATUS_PORT: port.default(3003),
  DEVICE_AGENT_TIME_ZONE: z
    .string('must be text')
    .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin')
    .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  DEVICE_AGENT_PATIENT_SYSTEM: identifierSystem.default('https://clinic.example/mrn'),
  DEVICE_AGENT_PATIENT_AUTHORITIES: z
    .string('must be a list')
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .refine((names) => names.length > 0, 'must name at least one authority, as PID-3.4 does')
    .default(['RIVERSIDE']),
  DEVICE_AGENT_NAMESPACE: identifierSystem
    .refine((value) => !value.endsWith('/'), 'must not end with a slash')
    .default('https://clinic.example/device-agent'),
  DEVICE_AGENT_CORRECTIONS: z.enum(['beside', 'replace'], 'must be beside or replace').default('beside'),
  DEVICE_AGENT_CREDENTIALS: list
    .pipe(z.array(z.enum(credentialNames, `must list some of ${credentialNames.join(', ')}`)))
    .optional(),
});

export type AgentConfig = Readonly<{
  medplum: ClientSettings;
  device: string;
  listener: ListenerSettings;
  statusPort: number;
  dataFolder: string;
  /** IANA name; times of analyzers that send no offset are read in it. */
  timeZone: string;
  patientSystem: string;
  /** Who assigns the patient numbers of that system: what PID-3.4 may say. */
  patientAuthorities: readonly string[];
  namespace: string;
  /** Whether a correction takes the place of what it corrects; it needs the right to read and update. */
  replacesCorrected: boolean;
  /** Which credentials may be used, if not only the strongest that there is. */
  credentials: readonly CredentialName[] | undefined;
  queueMaxBytes: number;
}>;

export function readAgentConfig(parts: readonly FeaturePart[] = [], env: Environment = process.env): AgentConfig {
  const secretIsOptional = parts.some(({ credential }) => credential !== undefined);
  const secret = parts.find(({ clientSecret }) => clientSecret !== undefined)?.clientSecret;
  const medplum = parseClientSettings(
    { ...env, ...(secret && { MEDPLUM_CLIENT_SECRET: secret }) },
    { secretIsOptional },
  );
  const parsed = parseSettings(agentSchema, env);
  return {
    medplum,
    device: parsed.DEVICE_AGENT_DEVICE,
    listener: parseListenerSettings(env),
    statusPort: parsed.DEVICE_AGENT_STATUS_PORT,
    ...readQueueSettings(env),
    timeZone: parsed.DEVICE_AGENT_TIME_ZONE,
    patientSystem: parsed.DEVICE_AGENT_PATIENT_SYSTEM,
    patientAuthorities: parsed.DEVICE_AGENT_PATIENT_AUTHORITIES,
    namespace: parsed.DEVICE_AGENT_NAMESPACE,
    replacesCorrected: parsed.DEVICE_AGENT_CORRECTIONS === 'replace',
    credentials: parsed.DEVICE_AGENT_CREDENTIALS,
  };
}

/** What the features that are switched on add. */
export function readFeatures(features: readonly Feature[], env: Environment = process.env): readonly FeaturePart[] {
  return features.flatMap(({ read }) => read(env) ?? []);
}

/** The queue alone: whoever looks at it needs no key to Medplum. */
export function readQueueSettings(env: Environment = process.env): Pick<AgentConfig, 'dataFolder' | 'queueMaxBytes'> {
  const parsed = parseSettings(queueSchema, env);
  return {
    dataFolder: parsed.DEVICE_AGENT_DATA_DIR,
    queueMaxBytes: parsed.DEVICE_AGENT_QUEUE_MAX_MIB * 1_048_576,
  };
}

/** The listener alone: whoever sends a file to the agent needs no key to Medplum. */
export function readListenerSettings(env: Environment = process.env): ListenerSettings {
  return parseListenerSettings(env);
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
