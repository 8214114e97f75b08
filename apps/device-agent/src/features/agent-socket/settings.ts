import { parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const schema = z.object({
  DEVICE_AGENT_SOCKET_AGENT: z
    .string('must be text')
    .regex(/^Agent\/[\w-]{1,64}$/, 'must be a reference such as Agent/123')
    .optional(),
  DEVICE_AGENT_SOCKET_CHANNEL: z.string('must be text').default('hl7'),
});

/** Which Agent of Medplum this is, and by which of its channels messages go to a Bot. */
export type SocketSettings = Readonly<{ agentId: string; channel: string }>;

/** Reads the settings; nothing when no Agent is named. */
export function readSocketSettings(env: Environment): SocketSettings | undefined {
  const { DEVICE_AGENT_SOCKET_AGENT: agent, DEVICE_AGENT_SOCKET_CHANNEL: channel } = parseSettings(schema, env);
  return agent === undefined ? undefined : { agentId: agent.replace('Agent/', ''), channel };
}
