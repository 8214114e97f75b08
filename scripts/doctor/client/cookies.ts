import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';
import { ask, type Outside } from '#doctor/outside.ts';

const onlyHere = /^[\w-]+-localhost$/;

/**
 * Whether the cookies of a running legacy-proxy reach the browser as it marks them. With `__Host-` in its name a cookie
 * is kept only when it is Secure, for `/` and without a Domain, so no other site can plant one.
 *
 * @param publicOrigin - Where a TLS proxy serves the application, if one does.
 */
export async function cookies(
  { localUrl, publicOrigin }: Readonly<{ localUrl: string; publicOrigin: string | undefined }>,
  outside: Pick<Outside, 'fetch'>,
): Promise<readonly Finding[]> {
  const origin = publicOrigin ?? localUrl;
  const answer = await ask(outside, `${origin}/sign-in`);
  if (!answer?.ok) {
    const state = answer ? `answers with HTTP ${answer.status}` : 'is not running';
    return publicOrigin === undefined
      ? [
          notChecked(
            'cookies',
            `How cookies are marked: legacy-proxy ${state} at ${origin}.`,
            'the app, running: npm start',
          ),
        ]
      : [
          fault(
            'cookies',
            `legacy-proxy ${state} at ${origin}, where LEGACY_PROXY_PUBLIC_URL says that it is served.`,
            'Start it and the TLS proxy in front of it, or correct LEGACY_PROXY_PUBLIC_URL.',
          ),
        ];
  }
  // The second cookie is for browsers that keep no Secure one over plain http; it is set at localhost alone.
  const set = answer.headers
    .getSetCookie()
    .filter((text) => publicOrigin !== undefined || !onlyHere.test(nameOf(text)));
  const problems = set.length === 0 ? ['sets no cookie'] : set.flatMap(problemOf);
  return problems.length === 0
    ? [ok('cookies', `Cookies from ${origin} are __Host-, Secure, HttpOnly and SameSite=Strict`)]
    : problems.map((problem) =>
        fault(
          'cookies',
          `The sign-in page at ${origin} ${problem}.`,
          publicOrigin === undefined
            ? 'Look at src/middleware/cookie-kind.ts, and at what stands between this machine and the app.'
            : 'The proxy in front must pass Set-Cookie on as it is: no new name, path or domain, no flag taken away.',
        ),
      );
}

function problemOf(cookie: string): string[] {
  const name = nameOf(cookie);
  const attributes = cookie.split(';').map((part) => part.trim().toLowerCase());
  const missing = ['secure', 'httponly', 'path=/', 'samesite=strict'].filter((one) => !attributes.includes(one));
  return [
    ...(name.startsWith('__Host-') ? [] : [`sets ${name}, whose name does not begin with __Host-`]),
    ...(missing.length > 0 ? [`sets ${name} without ${missing.join(', ')}`] : []),
    ...(attributes.some((one) => one.startsWith('domain=')) ? [`sets ${name} for a whole domain`] : []),
  ];
}

function nameOf(cookie: string): string {
  return cookie.slice(0, cookie.indexOf('='));
}
