import type { Tenant } from '#tenant/tenant.ts';
import { isInternalHost } from './is-internal-host.ts';
import { OutboundError } from './outbound-error.ts';

/** Larger than any key set, token or userinfo answer. */
const maxBodyBytes = 1_048_576;

/** An answer of another server, read whole. */
export type OutboundAnswer = Readonly<{ status: number; contentType: string | null; text: string }>;

/**
 * Asks another server, within a time and for a size. With `allowUnsafeOutbound: false` only `https:` and only public
 * addresses are asked, so that a URL in a resource cannot reach into the server's own network (OWASP SSRF).
 *
 * @throws OutboundError when the server may not be asked, or does not answer as it should.
 */
export async function safeFetch(tenant: Tenant, url: string, init: RequestInit = {}): Promise<OutboundAnswer> {
  const { outbound, settings } = tenant;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new OutboundError('The URL is not one of http or https.');
  }
  if (!settings.allowUnsafeOutbound) {
    await checkPublic(new URL(url));
  }
  try {
    const response = await outbound.fetch(url, {
      ...init,
      redirect: settings.allowUnsafeOutbound ? 'follow' : 'error',
      signal: AbortSignal.timeout(settings.outboundTimeoutMs),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      text: await readText(response),
    };
  } catch (cause) {
    throw new OutboundError('The server does not answer as it should.', { cause });
  }
}

async function checkPublic({ protocol, hostname }: URL): Promise<void> {
  const isInternal = await isInternalHost(hostname).catch(() => true);
  if (protocol !== 'https:' || isInternal) {
    throw new OutboundError('The URL is not one of https with a public address.');
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) {
      throw new OutboundError('The answer is too large.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
