/** Parameters whose values sign someone in, or would: in a log they are worth stealing. */
const secretName =
  /secret|token|password|assertion|hint|verifier|nonce|cookie|^(code|state|login|key|signature|auth)$/i;

/** In FHIR `code` is what is searched for. */
const fhirPath = /^\/(api\/)?fhir\//;

/** Path segments after which a secret follows. */
const secretSegment = /(\/(?:setpassword|verifyemail|resetpassword)\/[^/?]+\/)[^/?]+/;

/** Returns a path and query with the values of secret parameters replaced. */
export function redactPath(url: string): string {
  const at = url.indexOf('?');
  const path = (at < 0 ? url : url.slice(0, at)).replace(secretSegment, '$1REDACTED');
  if (at < 0) {
    return path;
  }
  const query = new URLSearchParams(url.slice(at + 1));
  for (const name of new Set(query.keys())) {
    const isSearch = fhirPath.test(path) && !/secret|token|password/i.test(name);
    if (secretName.test(name) && !isSearch) {
      query.set(name, 'REDACTED');
    }
  }
  return `${path}?${query.toString()}`;
}
