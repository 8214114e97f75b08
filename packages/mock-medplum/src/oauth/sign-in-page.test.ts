import { describe, expect, test } from 'vitest';
import { ids, clientRedirectUri } from '#project/test-project.ts';
import { startTestMedplum } from '#test-medplum.ts';

function pagePath(changes: Readonly<Record<string, string>> = {}): string {
  const parameters = {
    client_id: ids.spa,
    redirect_uri: clientRedirectUri,
    scope: 'openid',
    state: 'st-1',
    ...changes,
  };
  return `oauth?${new URLSearchParams(parameters).toString()}`;
}

describe('sign-in page', () => {
  test('page, says that it is the mock and which client asks, and hands its script the request', async () => {
    await using medplum = await startTestMedplum();

    const { status, headers, body } = await medplum.send(pagePath({ nonce: 'n-1' }));

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(body).toContain('mock-medplum · stands in for Medplum');
    expect(body).toContain('<strong>spa</strong> asks you to sign in');
    expect(body).toContain('http://localhost:3900</span>');
    expect(body).toContain(`data-redirect-uri="${clientRedirectUri}"`);
    expect(body).toContain('&quot;nonce&quot;:&quot;n-1&quot;');
  });

  test.each([
    ['openid profile offline_access', ''],
    ['openid patient/Patient.rs launch', 'openid patient/Patient.rs launch'],
    ['user/*.read', 'user/*.read'],
  ])('page, for the scopes "%s", lets the user choose among "%s"', async (scope, scopes) => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send(pagePath({ scope }));
    const script = await medplum.send('oauth/choose-scopes.js');

    expect(body).toContain(`data-scopes="${scopes}"`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test('page, has a hidden form for the code of a second factor, which password managers know', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send(pagePath());

    expect(body).toMatch(/<form id="second-factor"[^>]* hidden>/);
    expect(body).toMatch(/<input[^>]* name="token"[^>]* autocomplete="one-time-code"/s);
  });

  test('[B11] page, can be framed by nobody, runs only its own script and sends no form by itself', async () => {
    await using medplum = await startTestMedplum();

    const { headers, body } = await medplum.send(pagePath());

    const policy = headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("form-action 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
    expect(body).toContain('<form id="credentials" method="post">');
  });

  test.each([
    [' leads to a foreign address', { redirect_uri: 'https://evil.example/' }, 'Invalid redirect URI'],
    [' leads to a script', { redirect_uri: 'javascript:alert(1)' }, 'Invalid redirect URI'],
    ['names an unknown client', { client_id: 'nobody' }, 'Client not found'],
  ])('[B3] [B6] link to the page, that %s, is refused in words and has no form', async (_case, changes, reason) => {
    await using medplum = await startTestMedplum();

    const { status, body } = await medplum.send(pagePath(changes));

    expect(status).toBe(400);
    expect(body).toContain(`role="alert">${reason}</p>`);
    expect(body).not.toContain('<form');
  });

  test('state, that holds markup, stays text', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send(pagePath({ state: '"><script>alert(1)</script>' }));

    expect(body).toContain('data-state="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  test.each([
    ['sign-in.js', 'text/javascript; charset=utf-8'],
    ['sign-in.css', 'text/css; charset=utf-8'],
  ])('%s, is served as what it is', async (name, type) => {
    await using medplum = await startTestMedplum();

    const { status, headers } = await medplum.send(`oauth/${name}`);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
  });
});
