export type Browser = Readonly<{
  cookies: Map<string, string>;
  get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Sends a form as a page of the application would, headers and hidden token included. */
  post: (
    path: string,
    form?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  signIn: (username: string, password: string) => Promise<Response>;
}>;

/** Whether the browser keeps a cookie, by its line. Default: every one. */
type BrowserOptions = Readonly<{ keeps?: (line: string) => boolean }>;

/** Does what a browser does for the application: keeps cookies, and says where a form comes from. */
export function createBrowser(baseUrl: string, { keeps = () => true }: BrowserOptions = {}): Browser {
  const cookies = new Map<string, string>();
  /** Hidden tokens of the forms that were seen, by the address that a form goes to. */
  const tokens = new Map<string, string>();

  async function send(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...ownHeaders(cookies), ...(init.headers as Record<string, string>) };
    const response = await fetch(new URL(path, baseUrl), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie().filter(keeps)) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }

  async function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const response = await send(path, { headers });
    const page = await response.clone().text();
    for (const [, action = '', token = ''] of page.matchAll(/action="([^"]+)"[^]*?name="csrfToken" value="([^"]+)"/g)) {
      tokens.set(action, token);
    }
    return response;
  }

  function post(
    path: string,
    form: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const csrfToken = tokens.get(path) ?? tokens.get('/sign-out') ?? '';
    const origin = { origin: new URL(baseUrl).origin, 'sec-fetch-site': 'same-origin' };
    return send(path, {
      method: 'POST',
      headers: { ...origin, ...headers },
      body: new URLSearchParams({ csrfToken, ...form }),
    });
  }

  async function signIn(username: string, password: string): Promise<Response> {
    await get('/sign-in');
    const response = await post('/sign-in', { username, password });
    await get('/');
    return response;
  }

  return { cookies, get, post, signIn };
}

function ownHeaders(cookies: ReadonlyMap<string, string>): Record<string, string> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { accept: 'text/html,*/*;q=0.8', ...(cookie && { cookie }) };
}
