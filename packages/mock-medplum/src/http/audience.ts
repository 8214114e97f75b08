/** Names of this machine in a URL. */
export const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whom a server answers. */
export type Audience = Readonly<{
  /** Host names at which the server is reached, without a port. */
  hosts: ReadonlySet<string>;
  /** Tells whether pages of an origin may call. */
  allowsOrigin: (origin: string) => boolean;
}>;

/** Further host names and origins that are answered. */
export type AudienceOptions = Readonly<{
  /** The server's own address. */
  baseUrl: string;
  /** Further host names, for example that of a container's network. */
  allowedHosts?: readonly string[] | undefined;
  /** Origins beside those of this machine, separated by commas; `*` stands for all. */
  allowedOrigins?: string | undefined;
}>;

/** Makes the audience of a server: this machine, and the given names and origins. */
export function createAudience({ baseUrl, allowedHosts = [], allowedOrigins = '' }: AudienceOptions): Audience {
  const origins = new Set(allowedOrigins.split(',').map((origin) => origin.trim()));
  return {
    hosts: new Set([...loopbackNames, new URL(baseUrl).hostname, ...allowedHosts.map((name) => name.toLowerCase())]),
    allowsOrigin: (origin) => origins.has('*') || origins.has(origin) || isLoopbackOrigin(origin),
  };
}

function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && url.origin === origin && /^https?:$/.test(url.protocol) && loopbackNames.has(url.hostname);
}
