import { authorizeUrl } from './authorize-url.ts';

/** Sends the demo's authorization request and stops before the sign-in page, for tests that look at single answers. */
export async function beginSignIn(issuer: string): Promise<Readonly<{ url: URL; cookie: string }>> {
  const { headers } = await fetch(authorizeUrl(issuer), { redirect: 'manual' });
  const cookie = headers.getSetCookie().map((line) => line.split(';')[0]);
  return { url: new URL(headers.get('location') ?? '', issuer), cookie: cookie.join('; ') };
}
