/** A user name and password of HTTP Basic; either may be missing. */
export type BasicCredentials = Readonly<{ id: string | undefined; secret: string | undefined }>;

/**
 * Reads the value of an Authorization header with the scheme Basic (RFC 7617). As Medplum does, it splits at every
 * colon and takes the first two parts.
 *
 * @returns undefined when the header has another scheme.
 */
export function readBasicCredentials(authorization: string): BasicCredentials | undefined {
  const [scheme, encoded = ''] = authorization.split(' ');
  if (scheme !== 'Basic') {
    return undefined;
  }
  const [id, secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret };
}
