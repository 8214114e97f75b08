import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export type RawAnswer = Readonly<{ status: number | undefined; body: string; cookies: readonly string[] }>;

/** Sends headers that `fetch` keeps for itself, such as `Host` and `Sec-Fetch-Mode`. */
export async function rawRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  request(url, { headers, method, agent: false }, (response) => {
    const { statusCode: status, headers: answered } = response;
    text(response).then((body) => resolve({ status, body, cookies: answered['set-cookie'] ?? [] }), reject);
  })
    .on('error', reject)
    .end();
  return promise;
}
