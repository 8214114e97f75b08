/** The names by which a machine calls itself in a URL, as the URL parser writes them. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Tells whether a page's origin is on this machine: http or https at one of the {@link loopbackNames}, any port. */
export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && url.origin === origin.toLowerCase() && loopbackNames.includes(url.hostname);
}
