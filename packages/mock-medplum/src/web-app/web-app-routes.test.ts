import { describe, expect, test } from 'vitest';
import { startParties } from '#identity-provider/test-provider.ts';
import { ids } from '#project/test-project.ts';
import { s256Challenge, startTestMedplum } from '#test-medplum.ts';

describe('/signin', () => {
  test('[M1] external sign-in, of a user who has yet to choose, ends at a page that says what to do', async () => {
    await using parties = await startParties();
    const { medplum, vouchFor } = parties;
    await vouchFor({ email: 'two@example.com' });
    const state = { clientId: ids.spa, codeChallenge: s256Challenge, codeChallengeMethod: 'S256' };
    const query = new URLSearchParams({ code: 'c', state: JSON.stringify(state) });

    const { headers } = await medplum.send(`auth/external?${query.toString()}`);
    const page = await medplum.send(headers.get('location') ?? '');

    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<code>returnTo</code>') as string });
    expect(page.body).toContain(`href="${medplum.baseUrl}oauth/sign-in.css"`);
  });

  test('page, has no script and no form, is framed by nobody and repeats nothing of its address', async () => {
    await using medplum = await startTestMedplum();

    const { headers, body } = await medplum.send('signin?login=secret-login');

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'.*frame-ancestors 'none'$/,
    );
    expect(body).not.toMatch(/<script|<form|secret-login/);
  });
});

describe('/setpassword/:id/:secret', () => {
  test('link in a mail, opened, is a page whose script is its own, and which keeps id and secret to itself', async () => {
    await using medplum = await startTestMedplum();
    await medplum.postJson('auth/resetpassword', { email: 'paula@example.com' });
    const [, link = ''] = medplum.tenant.outbox.list()[0]?.text.split('\n') ?? [];

    const { status, headers, body } = await medplum.send(link);
    const script = await medplum.send('setpassword/set-password.js');

    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(body).not.toContain(link.split('/').at(-1));
    expect(body).toContain(`src="${medplum.baseUrl}setpassword/set-password.js"`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });
});
