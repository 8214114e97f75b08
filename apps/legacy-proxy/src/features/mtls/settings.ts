import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  ConfigError,
  credential,
  medplumBaseUrl,
  parseSettings,
  requireTogether,
  type Environment,
} from '@auth-patterns/auth-config';
import { z } from 'zod';

export type MtlsSettings = Readonly<{
  /** Base URL at which Medplum's proxy asks for client certificates, with a trailing slash. */
  url: string;
  cert: string;
  key: string;
  /** Certificate of the authority that signed the proxy's own, when it is not one that everybody trusts. */
  ca: string | undefined;
}>;

const schema = z.object({
  LEGACY_PROXY_MTLS_URL: medplumBaseUrl.optional(),
  LEGACY_PROXY_MTLS_CERTIFICATE: credential.refine(isCertificate, 'must be a certificate in PEM').optional(),
  LEGACY_PROXY_MTLS_KEY: credential.refine(isPrivateKey, 'must be a private key in PEM').optional(),
  LEGACY_PROXY_MTLS_CA: credential.refine(isCertificate, 'must be a certificate in PEM').optional(),
});

/** Reads the certificate that takes the secret's place. Name files with LEGACY_PROXY_MTLS_KEY_FILE and its like. */
export function readMtls(env: Environment): MtlsSettings | undefined {
  const parsed = parseSettings(schema, env);
  const names = ['LEGACY_PROXY_MTLS_URL', 'LEGACY_PROXY_MTLS_CERTIFICATE', 'LEGACY_PROXY_MTLS_KEY'] as const;
  const own = requireTogether(parsed, names);
  if (!own) {
    return undefined;
  }
  const { LEGACY_PROXY_MTLS_URL: url, LEGACY_PROXY_MTLS_CERTIFICATE: cert, LEGACY_PROXY_MTLS_KEY: key } = own;
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new ConfigError([{ variable: 'LEGACY_PROXY_MTLS_KEY', problem: 'is not the key of the certificate' }]);
  }
  return { url, cert, key, ca: parsed.LEGACY_PROXY_MTLS_CA };
}

function isCertificate(value: string): boolean {
  return works(() => new X509Certificate(value));
}

function isPrivateKey(value: string): boolean {
  return works(() => createPrivateKey(value));
}

function works(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
