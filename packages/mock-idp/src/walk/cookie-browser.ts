import { CookieJar } from 'tough-cookie';

/** What a person sees after following every redirect inside the provider. */
export type Visit = Readonly<{
  /** Address of the page, or the first address outside the provider, which is not opened. */
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}>;

/** The part of a browser that sign-in needs: cookies, redirects and forms. */
export type CookieBrowser = Readonly<{
  open: (address: string | URL) => Promise<Visit>;
  /** Sends a form of the page back to its address. */
  submit: (page: Visit, fields: Readonly<Record<string, string>>) => Promise<Visit>;
}>;

/** Opens a browser without cookies for the tests of one provider. */
export function createCookieBrowser(): CookieBrowser {
  const jar = new CookieJar();

  async function visit(url: URL, init: RequestInit = {}): Promise<Visit> {
    const cookie = jar.getCookieStringSync(url.href);
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { accept: 'text/html', cookie } });
    for (const line of response.headers.getSetCookie()) {
      jar.setCookieSync(line, url.href);
    }
    const { status, headers } = response;
    const location = headers.get('location');
    if (location === null) {
      return { url, status, headers, text: await response.text() };
    }
    await response.body?.cancel();
    const target = new URL(location, url);
    return target.origin === url.origin ? visit(target) : { url: target, status, headers, text: '' };
  }

  return {
    open: async (address) => visit(new URL(address)),
    submit: async (page, fields) => visit(page.url, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}
