import { expect, test } from 'vitest';
import { startTestMedplum } from '#test-medplum.ts';
import { allGrants } from './all-grants.ts';

test.each(['.well-known/openid-configuration', '.well-known/smart-configuration'])(
  'discovery, %s, lists the grants that Medplum lists, in its order',
  async (path) => {
    await using medplum = await startTestMedplum();

    expect((await medplum.send(path)).body).toMatchObject({
      grant_types_supported: [
        'client_credentials',
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:token-exchange',
      ],
    });
  },
);

test.each(allGrants.map(({ grantType }) => grantType))(
  'token endpoint, asked for %s with nothing else, refuses as the grant does',
  async (grantType) => {
    await using medplum = await startTestMedplum();
    const form = new URLSearchParams({ grant_type: grantType });

    const { status, body } = await medplum.send('oauth2/token', { method: 'POST', body: form });

    expect(status).toBe(400);
    expect(body).not.toMatchObject({ error_description: 'Unsupported grant_type' });
  },
);
