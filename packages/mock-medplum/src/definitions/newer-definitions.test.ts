import type { OperationOutcome } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { ids } from '#project/test-project.ts';
import { bearer, startTestMedplum } from '#test-medplum.ts';

const client = { resourceType: 'ClientApplication', name: 'x' };
const provider = {
  authorizeUrl: 'https://idp.example/authorize',
  tokenUrl: 'https://idp.example/token',
  userInfoUrl: 'https://idp.example/userinfo',
  clientId: 'x',
  clientSecret: 'x',
};

test.each(['Cron', 'Enterprise', 'IdentityProvider', 'DomainResource'])(
  '[M2] %s, which is no resource type of Medplum 5.1.29, is refused',
  async (type) => {
    await using medplum = await startTestMedplum();
    const headers = { ...bearer(await medplum.clientToken(ids.admin)), 'content-type': 'application/fhir+json' };

    const found = await medplum.send(`fhir/R4/${type}`, { headers });
    const made = await medplum.send(`fhir/R4/${type}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ resourceType: type }),
    });

    expect([found.status, made.status]).toEqual([400, 400]);
  },
);

test.each([
  ['the element Bot.rawBody', { resourceType: 'Bot', name: 'x', rawBody: true }, 'rawBody'],
  [
    'identityProvider.jwksUrl',
    { ...client, identityProvider: { ...provider, jwksUrl: 'https://x.example' } },
    'jwksUrl',
  ],
  ['no identityProvider.tokenUrl', { ...client, identityProvider: { ...provider, tokenUrl: undefined } }, 'tokenUrl'],
])('[M2] resource, that has %s as the newer SDK allows, is refused', async (_what, resource, named) => {
  await using medplum = await startTestMedplum();
  const headers = bearer(await medplum.clientToken(ids.admin));

  const { status, body } = await medplum.postJson(`fhir/R4/${resource.resourceType}`, resource, headers);

  expect(status).toBe(400);
  expect((body as OperationOutcome).issue.map(({ expression }) => expression?.[0])).toContainEqual(
    expect.stringContaining(named),
  );
});
