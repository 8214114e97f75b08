/** There are as many tenants as a server may have. */
export class TooManyWorldsError extends Error {
  override readonly name = 'TooManyWorldsError';
}
