import { ConfigError } from './config-error.ts';
import type { Environment } from './parse-settings.ts';

const browserPrefixes = ['PUBLIC_', 'VITE_', 'NEXT_PUBLIC_'];
const secretWords = /SECRET|PASSWORD|PRIVATE_?KEY|API_?KEY/i;

/**
 * Refuses a secret under a prefix that bundlers copy into browser code, where anyone can read it.
 *
 * @throws ConfigError that names the variables.
 * @see RFC 6749 §2.1: a client that runs in a browser is public and cannot keep credentials.
 */
export function assertNoBrowserSecret(env: Environment): void {
  const exposed = Object.keys(env).filter(
    (name) => env[name] && secretWords.test(name) && browserPrefixes.some((prefix) => name.startsWith(prefix)),
  );
  if (exposed.length > 0) {
    throw new ConfigError(
      exposed.map((variable) => ({ variable, problem: 'would put a secret into the browser bundle: remove it' })),
    );
  }
}
