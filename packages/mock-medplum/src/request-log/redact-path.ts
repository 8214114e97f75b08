/** Parameters whose values sign someone in, or would: in a log they are worth stealing. */
const SECRET_NAME =
  /secret|token|password|assertion|hint|verifier|nonce|cookie|^(code|state|login|key|signature|auth)$/i;

/** In FHIR `code` is what is searched for. */
const FHIR_PATH = /^\/(api\/)?fhir\//;

/** Path segments after which a secret follows. */
const SECRET_SEGMENT = /(\/(?:setpassword|verifyemail|resetpassword)\/[^/?]+\/)[^/?]+/;

/** Returns a path and query with the values of secret parameters replaced. */
export function redactPath(url: string): string {
  const at = url.indexOf('?');
  const path = (at < 0 ? url : url.slice(0, at)).replace(SECRET_SEGMENT, '$1REDACTED');
  if (at < 0) {
    return path;
  }
  const query = new URLSearchParams(url.slice(at + 1));
  for (const name of new Set(query.keys())) {
    const isSearch = FHIR_PATH.test(path) && !/secret|token|password/i.test(name);
    if (SECRET_NAME.test(name) && !isSearch) {
      query.set(name, 'REDACTED');
    }
  }
  return `${path}?${query.toString()}`;
}
