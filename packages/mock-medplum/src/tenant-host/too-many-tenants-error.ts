/** The server has as many tenants as it may have. */
export class TooManyTenantsError extends Error {
  override readonly name = 'TooManyTenantsError';
}
