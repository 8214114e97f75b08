import { credential, type Environment, parseSettings, secureUrl } from '@auth-patterns/auth-config';
import { z } from 'zod';
import type { Sources } from '#build/content-security-policy.ts';

const variables = z.object({
  PUBLIC_GOOGLE_CLIENT_ID: credential.optional(),
  PUBLIC_GOOGLE_URL: secureUrl.default('https://accounts.google.com'),
  PUBLIC_MEDPLUM_PROJECT_ID: credential.optional(),
});

/** `url` is where Google's script is, without a trailing slash. */
export type GoogleSettings = Readonly<{ clientId: string; url: string; projectId?: string | undefined }>;

/** Without a client id there is no button. */
export function read(env: Environment): GoogleSettings | undefined {
  const parsed = parseSettings(variables, env);
  const { PUBLIC_GOOGLE_CLIENT_ID: clientId, PUBLIC_GOOGLE_URL: url, PUBLIC_MEDPLUM_PROJECT_ID: projectId } = parsed;
  return clientId ? { clientId, url: url.replace(/\/$/, ''), projectId } : undefined;
}

/** Google's button, and nothing else of Google. */
export function sources({ url }: GoogleSettings): Sources {
  return {
    'script-src': [`${url}/gsi/client`],
    'style-src': [`${url}/gsi/style`],
    'connect-src': [`${url}/gsi/`],
    'frame-src': [`${url}/gsi/`],
  };
}
