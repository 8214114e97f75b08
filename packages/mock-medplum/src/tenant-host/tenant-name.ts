/** Tells whether a name can be a tenant's: a host name's label, so that it needs no encoding anywhere. */
export function isTenantName(name: string): boolean {
  return /^[a-z\d][a-z\d-]{0,62}$/i.test(name);
}
