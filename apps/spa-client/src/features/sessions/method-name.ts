import type { SignedInSession } from './sessions.ts';

const names: Readonly<Record<SignedInSession['authMethod'], string>> = {
  password: 'Email and password',
  external: 'Identity provider',
  exchange: 'Token exchange',
  google: 'Google',
  client: 'Client credentials',
  execute: 'Bot',
  'pre-authorized': 'Pre-authorized code',
};

/** How the session was begun. A server may know more ways than this app. */
export function methodName(authMethod: SignedInSession['authMethod']): string {
  return (names as Readonly<Record<string, string>>)[authMethod] ?? authMethod;
}
