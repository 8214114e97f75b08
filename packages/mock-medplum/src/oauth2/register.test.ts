import { describe, expect, test } from 'vitest';
import { ids, clientRedirectUri } from '#project/test-project.ts';
import { basic, startTestMedplum } from '#test-medplum.ts';

describe('POST /oauth2/register', () => {
  test("[M1] registration, with the redirect URI of Medplum's own command line, is told its client id", async () => {
    await using medplum = await startTestMedplum();

    const { status, body } = await medplum.postJson('oauth2/register', {
      redirect_uris: ['http://localhost:9615'],
      client_name: 'x',
    });

    expect(status).toBe(201);
    expect(body).toEqual({
      client_id: 'medplum-cli',
      client_id_issued_at: 1_795_471_200,
      redirect_uris: ['http://localhost:9615'],
    });
  });

  test.each<[string, unknown, string]>([
    ['nothing', {}, 'Redirect URI is required'],
    ['an empty list', { redirect_uris: [] }, 'Redirect URI is required'],
    ['no list', { redirect_uris: 'http://localhost:9615' }, 'Redirect URI is required'],
    ['an address of nobody', { redirect_uris: ['http://localhost:3900/cb'] }, 'Invalid redirect URI'],
    ["a project's address", { redirect_uris: [clientRedirectUri] }, 'Invalid redirect URI'],
    ['no text', { redirect_uris: [{}] }, 'Invalid redirect URI'],
  ])('[M1] [B3] registration, with %s, is refused', async (_case, request, text) => {
    await using medplum = await startTestMedplum();

    const { status, body } = await medplum.postJson('oauth2/register', request);

    expect(status).toBe(400);
    expect(body).toEqual({ error: 'invalid_request', error_description: text });
  });

  test('client of the command line, asks for authorization and gets the sign-in page', async () => {
    await using medplum = await startTestMedplum();
    const query = 'client_id=medplum-cli&redirect_uri=http%3A%2F%2Flocalhost%3A9615&response_type=code&scope=openid';

    const { status, headers } = await medplum.send(`oauth2/authorize?${query}`);

    expect(status).toBe(302);
    expect(headers.get('location')).toContain('/oauth?client_id=medplum-cli');
  });

  test('client of the command line, belongs to no project, and FHIR does not show it', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send('fhir/R4/ClientApplication?_count=100', {
      headers: basic(ids.admin, 'test-secret'),
    });

    expect(JSON.stringify(body)).toContain(ids.admin);
    expect(JSON.stringify(body)).not.toContain('medplum-cli');
  });
});
