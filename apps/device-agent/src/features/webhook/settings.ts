import { parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const secret = z.string('must be text').min(16, 'must have at least 16 characters');
const schema = z
  .object({
    DEVICE_AGENT_WEBHOOK_PORT: port.optional(),
    DEVICE_AGENT_WEBHOOK_USER: z
      .string('must be text')
      .regex(/^[^:]+$/, 'must have no colon')
      .default('webhook'),
    DEVICE_AGENT_WEBHOOK_PASSWORD: secret.optional(),
    DEVICE_AGENT_WEBHOOK_SIGNING_SECRET: secret.optional(),
  })
  .superRefine((settings, context) => {
    const { DEVICE_AGENT_WEBHOOK_PASSWORD: password, DEVICE_AGENT_WEBHOOK_SIGNING_SECRET: signing } = settings;
    if (settings.DEVICE_AGENT_WEBHOOK_PORT !== undefined && !password === !signing) {
      const message = 'needs one of DEVICE_AGENT_WEBHOOK_PASSWORD and DEVICE_AGENT_WEBHOOK_SIGNING_SECRET';
      context.addIssue({ code: 'custom', path: ['DEVICE_AGENT_WEBHOOK_PORT'], message });
    }
  });

/** Where the webhook listens, and how a sender shows that it is the one. */
export type WebhookSettings = Readonly<{
  port: number;
  proof: Readonly<{ kind: 'basic'; user: string; password: string } | { kind: 'signature'; secret: string }>;
}>;

/** Reads the settings; nothing when no port is set. @throws ConfigError */
export function readWebhookSettings(env: Environment): WebhookSettings | undefined {
  const parsed = parseSettings(schema, env);
  const { DEVICE_AGENT_WEBHOOK_PASSWORD: password, DEVICE_AGENT_WEBHOOK_SIGNING_SECRET: signing = '' } = parsed;
  if (parsed.DEVICE_AGENT_WEBHOOK_PORT === undefined) {
    return undefined;
  }
  const proof = password
    ? { kind: 'basic' as const, user: parsed.DEVICE_AGENT_WEBHOOK_USER, password }
    : { kind: 'signature' as const, secret: signing };
  return { port: parsed.DEVICE_AGENT_WEBHOOK_PORT, proof };
}
