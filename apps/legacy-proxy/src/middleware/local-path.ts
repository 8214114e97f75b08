const base = 'http://application.invalid';

/** The path of this application that a value names, or `/`: no other site, and no way out of the path. */
export function localPath(value: unknown): string {
  const url = typeof value === 'string' && /^\/(?![/\\])/.test(value) ? URL.parse(value, base) : null;
  return url?.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/';
}
