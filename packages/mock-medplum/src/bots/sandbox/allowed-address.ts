import type { TenantAddress } from '#tenant/bot-sandbox.ts';

/** The control plane, and the other tenants of the server. */
const foreignSegments: ReadonlySet<string> = new Set(['mock', 't']);

/**
 * Returns where the server is asked for what a Bot wants, or undefined when the address is not this tenant's: another
 * server, another tenant, or the control plane.
 */
export function allowedAddress(url: string, { baseUrl, loopbackUrl }: TenantAddress): string | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  // The parser has resolved `..`, backslashes and their encoded forms.
  const { href } = new URL(url);
  const base = [baseUrl, loopbackUrl]
    .map((address) => new URL(address).href)
    .find((address) => href.startsWith(address));
  if (base === undefined) {
    return undefined;
  }
  const rest = href.slice(base.length);
  const first = firstSegment(rest);
  return first === undefined || foreignSegments.has(first) ? undefined : new URL(loopbackUrl).href + rest;
}

/** The first path segment that is not empty, decoded as a router might; undefined when that cannot be done. */
function firstSegment(rest: string): string | undefined {
  try {
    const path = decodeURIComponent(/^[^?#]*/.exec(rest)?.[0] ?? '');
    return (
      path
        .split(/[/\\]/)
        .find((segment) => segment !== '')
        ?.toLowerCase() ?? ''
    );
  } catch {
    return undefined;
  }
}
