import { ProvisionError } from './provision-error.ts';

/**
 * Makes sure that a Medplum server answers, and under the name that was typed: its tokens carry its own name, and an
 * app that knows it by another one refuses them.
 *
 * @throws ProvisionError with the code `offline`, `not-medplum` or `other-address`.
 */
export async function checkServer(fetch: typeof globalThis.fetch, baseUrl: string): Promise<void> {
  const response = await fetch(new URL('.well-known/openid-configuration', baseUrl));
  const found = (await response.json().catch(() => ({}))) as Readonly<{ issuer?: unknown; token_endpoint?: unknown }>;
  if (!response.ok || typeof found.issuer !== 'string' || typeof found.token_endpoint !== 'string') {
    throw new ProvisionError(
      'not-medplum',
      `${baseUrl} answers (${response.status}), but not as a Medplum server does. --base-url is the address of the API, ` +
        'for example https://api.medplum.com/, not of the web app.',
    );
  }
  if (withSlash(found.issuer) !== baseUrl) {
    throw new ProvisionError(
      'other-address',
      `The server calls itself ${found.issuer}. Use that: --base-url ${found.issuer}`,
    );
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
