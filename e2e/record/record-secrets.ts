import type { BrowserContext, Request } from '@playwright/test';

/** What a sign-in makes that nobody else may have, by name. */
export type Secrets = Readonly<Record<string, string>>;

type TokenAnswer = Readonly<{ access_token?: string; refresh_token?: string; id_token?: string }>;

/** Notes the codes that a browser sends to Medplum's token endpoint, and the tokens that it gets for them. */
export async function recordSecrets(context: BrowserContext, baseUrl: string): Promise<() => Secrets> {
  const secrets: Record<string, string> = {};
  await context.route(`${baseUrl}oauth2/token`, async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as TokenAnswer;
    const found = { code: codeOf(route.request()), ...tokensOf(answer) };
    Object.assign(secrets, Object.fromEntries(Object.entries(found).filter(([, value]) => value)));
    await route.fulfill({ response });
  });
  return () => ({ ...secrets });
}

function codeOf(request: Request): string | undefined {
  const fields = new URLSearchParams(request.postData() ?? '');
  return fields.get('code') ?? fields.get('pre-authorized_code') ?? undefined;
}

function tokensOf({ access_token: accessToken, refresh_token: refreshToken, id_token: idToken }: TokenAnswer): object {
  return { accessToken, refreshToken, idToken };
}
