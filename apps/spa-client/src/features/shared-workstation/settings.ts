import { type Environment, minutes, parseSettings } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variables = z.object({ PUBLIC_IDLE_TIMEOUT_MINUTES: minutes.default(0) });

export type WorkstationSettings = Readonly<{ idleTimeoutMinutes: number }>;

export function read(env: Environment): WorkstationSettings {
  return { idleTimeoutMinutes: parseSettings(variables, env).PUBLIC_IDLE_TIMEOUT_MINUTES };
}
