/** Replaces secrets in text that leaves the process. */
export type Redactor = (text: string) => string;

const mask = '[redacted]';
const jsonWebToken = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const authorizationHeader = /\b(Basic|Bearer)\s+[\w.~+/=-]+/gi;
const secretParameter = /\b(client_secret|code_verifier|refresh_token|access_token|id_token|password|code)=[^&\s"]+/gi;

/**
 * Makes a function that masks tokens, credentials in headers and form bodies, and the secrets it is given.
 *
 * @param secrets - Exact values to mask as well; empty ones are ignored.
 */
export function createRedactor(secrets: readonly string[] = []): Redactor {
  const known = secrets.flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []));
  return (text) => {
    const masked = known.reduce((rest, secret) => rest.replaceAll(secret, mask), text);
    return masked
      .replaceAll(jsonWebToken, mask)
      .replaceAll(authorizationHeader, `$1 ${mask}`)
      .replaceAll(secretParameter, `$1=${mask}`);
  };
}
