import { describe, expect, test } from 'vitest';
import { createControlClient } from '#control-client/control-client.ts';
import { startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function startWithMail(): Promise<TestMedplum> {
  const medplum = await startTestMedplum({ control: true });
  for (const email of ['paula@example.com', 'two@example.com']) {
    medplum.tenant.outbox.add({
      to: email,
      subject: `For <${email}>`,
      text: 'To set a password, open:\nhttp://localhost/setpassword/1/"2"',
      sentAt: '2026-11-23T22:00:00.250Z',
    });
  }
  return medplum;
}

describe('[M5] /mock/mail', () => {
  test('mail, listed, has the links that a reset mailed, newest last, of this tenant alone', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const { mail, tenants } = createControlClient(medplum.baseUrl);
    const other = await tenants.create();
    await medplum.postJson('auth/resetpassword', { email: 'paula@example.com' });
    await medplum.postJson('auth/resetpassword', { email: 'two@example.com' });

    expect(await mail.list()).toMatchObject([
      { to: 'paula@example.com', subject: 'Medplum Password Reset' },
      { to: 'two@example.com', text: expect.stringContaining(`${medplum.baseUrl}setpassword/`) as string },
    ]);
    expect(await other.mail.list()).toEqual([]);
  });

  test('mail, asked for by a browser, is a page with links, newest first, in which nothing becomes markup', async () => {
    await using medplum = await startWithMail();

    const { headers, body } = await medplum.send('mock/mail', { headers: browser });
    const style = await medplum.send('mock/mail/mail-page.css');

    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(body).toMatch(/For &lt;two@.*For &lt;paula@/s);
    expect(body).toContain('<a href="http://localhost/setpassword/1/&quot;2&quot;">');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  test('mails, of a snapshot, are there again when it is restored, and gone after a reset', async () => {
    await using medplum = await startWithMail();
    const { mail, snapshot, restore, reset } = createControlClient(medplum.baseUrl);
    const before = await mail.list();
    await snapshot('before');
    await medplum.postJson('auth/resetpassword', { email: 'paula@example.com' });

    await restore('before');

    expect(before).toHaveLength(2);
    expect(await mail.list()).toEqual(before);
    await reset();
    expect(await mail.list()).toEqual([]);
  });

  test('page, without mails, says how one comes about', async () => {
    await using medplum = await startTestMedplum({ control: true });

    expect((await medplum.send('mock/mail', { headers: browser })).body).toContain('No mail yet.');
  });
});
