import type { TenantAddress } from '#tenant/bot-sandbox.ts';
import { allowedAddress } from './allowed-address.ts';
import type { FetchMessage } from './sandbox-message.ts';

/** The answer to a Bot's request, or why there is none. */
export type FetchAnswer = Readonly<
  { type: 'answer'; id: number } & (
    | { error: string }
    | { status: number; statusText: string; headers: [string, string][]; body: string }
  )
>;

/** Headers of the connection, or of the origin of a request. */
const droppedHeaders =
  /^(host|connection|content-length|transfer-encoding|expect|keep-alive|te|trailer|upgrade|forwarded|x-forwarded-.*|proxy-.*|sec-.*)$/i;
const withoutBody: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Makes the request of a Bot when it goes to the Bot's own tenant; redirects are left to the Bot, which asks again. */
export async function forwardFetch(
  { id, url, method, headers, body }: FetchMessage,
  { tenant, answerBytes, signal }: Readonly<{ tenant: TenantAddress; answerBytes: number; signal: AbortSignal }>,
): Promise<FetchAnswer> {
  const address = allowedAddress(url, tenant);
  if (address === undefined) {
    return { type: 'answer', id, error: `mock-medplum lets deployed Bots reach ${tenant.baseUrl} alone, not ${url}` };
  }
  try {
    const response = await fetch(address, {
      method,
      headers: headers.filter(([name]) => !droppedHeaders.test(name)),
      body: body === undefined || withoutBody.has(method.toUpperCase()) ? null : Buffer.from(body, 'base64'),
      redirect: 'manual',
      signal,
    });
    const content = await readAtMost(response, answerBytes);
    const { status, statusText } = response;
    return { type: 'answer', id, status, statusText, headers: [...response.headers], body: content.toString('base64') };
  } catch (error) {
    return { type: 'answer', id, error: `fetch failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function readAtMost({ body }: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new Error(`the answer has more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
