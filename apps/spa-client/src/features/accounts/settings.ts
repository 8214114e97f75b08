import { credential, type Environment, parseSettings } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variables = z.object({ PUBLIC_MEDPLUM_PROJECT_ID: credential.optional() });

/** Where patients may register; absent when they may not. */
export type AccountSettings = Readonly<{ projectId?: string | undefined }>;

export function read(env: Environment): AccountSettings {
  return { projectId: parseSettings(variables, env).PUBLIC_MEDPLUM_PROJECT_ID };
}
