const known = /\/(oauth2\/token|auth\/me|healthcheck)$/;

/** What kind of address at Medplum a path is: its type and what follows, without ids and values. */
export function pathTemplate(path: string): string {
  const [address = ''] = path.split('?');
  const [, type, id, further] = /\/fhir\/R4\/([A-Z][A-Za-z]*)(?=\/|$)(\/[^/]+)?(\/_history)?/.exec(address) ?? [];
  if (type) {
    return `fhir/R4/${type}${id ? '/:id' : ''}${further ?? ''}`;
  }
  return known.exec(address)?.[1] ?? 'other';
}
