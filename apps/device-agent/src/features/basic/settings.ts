import { parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const schema = z.object({ DEVICE_AGENT_BASIC: z.enum(['on', 'off'], 'must be on or off').default('off') });

/** Whether the secret may travel with every request. */
export function readBasicSetting(env: Environment): boolean {
  return parseSettings(schema, env).DEVICE_AGENT_BASIC === 'on';
}
