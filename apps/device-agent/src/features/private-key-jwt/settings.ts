import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ConfigError, parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const schema = z.object({
  DEVICE_AGENT_PRIVATE_KEY_FILE: z.string('must be the path of a PEM file').optional(),
  DEVICE_AGENT_PRIVATE_KEY_ID: z.string('must be text').default('device-agent'),
});

/** A key, and the name (`kid`) under which its public half stands in the ClientApplication's JWK Set. */
export type SigningKey = Readonly<{ key: KeyObject; keyId: string; algorithm: 'ES256' | 'ES384' | 'RS384' }>;

/** Reads the key, when there is one. @throws ConfigError that names the variable, never the key. */
export function readSigningKey(env: Environment): SigningKey | undefined {
  const { DEVICE_AGENT_PRIVATE_KEY_FILE: file, DEVICE_AGENT_PRIVATE_KEY_ID: keyId } = parseSettings(schema, env);
  if (file === undefined) {
    return undefined;
  }
  const key = readKey(file);
  const algorithm = algorithmOf(key);
  if (!algorithm) {
    throw problem('must hold a key on P-256 or P-384, or an RSA key of 2048 bits or more');
  }
  return { key, keyId, algorithm };
}

function readKey(file: string): KeyObject {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw problem('names a file that other users can open: chmod 600');
    }
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    if (error instanceof ConfigError) {
      throw error;
    }
    const { code = '' } = error as NodeJS.ErrnoException;
    // OpenSSL's codes, ERR_OSSL_…, tell a reader nothing.
    throw problem(`must name a file with a private key, in PEM (${/^E[A-Z]+$/.test(code) ? code : 'no key'})`);
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SigningKey['algorithm'] | undefined {
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) {
    return 'RS384';
  }
  const curves = { prime256v1: 'ES256', secp384r1: 'ES384' } as const;
  return curves[asymmetricKeyDetails?.namedCurve as keyof typeof curves];
}

function problem(text: string): ConfigError {
  return new ConfigError([{ variable: 'DEVICE_AGENT_PRIVATE_KEY_FILE', problem: text }]);
}
