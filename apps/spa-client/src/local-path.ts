/**
 * Keeps a deep link only if it stays inside this app. A link from outside may carry any `returnTo`:
 * `//evil.example`, `/\evil.example` and `javascript:` all leave.
 */
export function localPath(candidate: string | null | undefined, origin: string): string {
  if (!candidate?.startsWith('/') || !URL.canParse(candidate, origin)) {
    return '/';
  }
  const { origin: target, pathname, search, hash } = new URL(candidate, origin);
  // `/.//evil.example` has our origin, but its path, used again as a link, would leave.
  return target === origin && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
