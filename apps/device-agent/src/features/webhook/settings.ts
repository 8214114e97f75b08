import { list, parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

/** What to change when the port is taken. */
export const portVariable = 'DEVICE_AGENT_WEBHOOK_PORT';

const secret = z
  .string('must be text')
  .regex(/^[\x21-\x7e]{16,}$/, 'must have at least 16 characters, letters, digits and signs of ASCII')
  .optional();
const secrets = [
  'DEVICE_AGENT_WEBHOOK_PASSWORD',
  'DEVICE_AGENT_WEBHOOK_TOKEN',
  'DEVICE_AGENT_WEBHOOK_SIGNING_SECRET',
] as const;

const schema = z
  .object({
    DEVICE_AGENT_WEBHOOK_PORT: port.optional(),
    DEVICE_AGENT_WEBHOOK_HOSTS: list.default([]),
    DEVICE_AGENT_WEBHOOK_USER: z
      .string('must be text')
      .regex(/^[\x21-\x39\x3b-\x7e]+$/, 'must be ASCII without a colon')
      .default('webhook'),
    DEVICE_AGENT_WEBHOOK_PASSWORD: secret,
    DEVICE_AGENT_WEBHOOK_TOKEN: secret,
    DEVICE_AGENT_WEBHOOK_SIGNING_SECRET: secret,
  })
  .superRefine((settings, context) => {
    const given = secrets.filter((name) => settings[name] !== undefined);
    if (settings.DEVICE_AGENT_WEBHOOK_PORT !== undefined && given.length !== 1) {
      const message = `needs one of ${secrets.join(', ')}, and only one`;
      context.addIssue({ code: 'custom', path: ['DEVICE_AGENT_WEBHOOK_PORT'], message });
    }
  });

/** How a sender proves who it is. */
export type Proof = Readonly<{ kind: 'Basic' | 'Bearer'; credentials: string } | { kind: 'Signature'; secret: string }>;

/** Where the webhook listens, and for whom. */
export type WebhookSettings = Readonly<{
  port: number;
  /** Names of hosts, beside this machine's, under which it may be asked: those of a TLS proxy in front of it. */
  hosts: readonly string[];
  proof: Proof;
  /** What the log masks. */
  secrets: readonly string[];
}>;

/** Reads the settings; nothing when no port is set. @throws ConfigError */
export function readWebhookSettings(env: Environment): WebhookSettings | undefined {
  const settings = parseSettings(schema, env);
  const { DEVICE_AGENT_WEBHOOK_PORT: number, DEVICE_AGENT_WEBHOOK_HOSTS: hosts } = settings;
  if (number === undefined) {
    return undefined;
  }
  const proof = readProof(settings);
  return { port: number, hosts, proof, secrets: secrets.flatMap((name) => settings[name] ?? []) };
}

function readProof(settings: z.output<typeof schema>): Proof {
  const [password, token, signing] = secrets.map((name) => settings[name]);
  if (password !== undefined) {
    const pair = `${settings.DEVICE_AGENT_WEBHOOK_USER}:${password}`;
    return { kind: 'Basic', credentials: Buffer.from(pair).toString('base64') };
  }
  return token === undefined ? { kind: 'Signature', secret: signing ?? '' } : { kind: 'Bearer', credentials: token };
}
