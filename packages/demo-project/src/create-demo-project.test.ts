import { expect, test } from 'vitest';
import { createDemoProject } from './create-demo-project.ts';
import { demoAccount, demoAccounts } from './demo-accounts.ts';
import { demoIds } from './demo-ids.ts';

function references(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(references);
  }
  if (value && typeof value === 'object') {
    const own = 'reference' in value && typeof value.reference === 'string' ? [value.reference] : [];
    return [...own, ...Object.values(value).flatMap(references)];
  }
  return [];
}

test('demo project, whatever refers to a resource, has that resource', () => {
  const { resources } = createDemoProject();

  const known = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const dangling = references(resources).filter((reference) => !known.has(reference));

  expect(known.size).toBe(resources.length);
  expect(dangling).toEqual([]);
});

test('demo project, when served elsewhere, names these origins and not the usual ones', () => {
  const { resources } = createDemoProject({ spaOrigin: 'http://localhost:45678', idpOrigin: 'http://localhost:45679' });

  const spa = resources.find(({ id }) => id === demoIds.clients.spaClient);
  const domain = resources.find(({ id }) => id === demoIds.domainConfiguration);

  expect(spa).toMatchObject({
    redirectUris: ['http://localhost:45678/callback', 'http://localhost:45678/smart/callback'],
    launchUri: 'http://localhost:45678/smart/launch',
    identityProvider: { authorizeUrl: 'http://localhost:45679/authorize', tokenUrl: 'http://localhost:45679/token' },
  });
  expect(domain).toMatchObject({ allowedPostLoginRedirectUrls: ['http://localhost:45678/callback'] });
  expect(JSON.stringify(resources)).not.toMatch(/localhost:(3001|8104)/);
});

test('demo project, when served as usual, names the origins that npm start uses', () => {
  const { resources } = createDemoProject();

  expect(resources.find(({ id }) => id === demoIds.clients.spaClientBySubject)).toMatchObject({
    redirectUris: ['http://localhost:3001/callback', 'http://localhost:3001/smart/callback'],
    identityProvider: { userInfoUrl: 'http://localhost:8104/userinfo', useSubject: true },
  });
});

test('demo project, when given a client secret, replaces that secret only', () => {
  const { resources } = createDemoProject({ clientSecrets: { legacyProxy: 'another' } });

  const secrets = resources.flatMap((one) => (one.resourceType === 'ClientApplication' ? [one.secret] : []));

  expect(secrets).toEqual([
    'demo-only-spa-client-secret',
    'another',
    'demo-only-device-agent-secret',
    'demo-only-spa-client-by-subject-secret',
    'demo-only-legacy-proxy-admin-secret',
    'demo-only-device-agent-pipeline-secret',
  ]);
});

test('demo project, when one copy is changed, leaves the next one as the files have it', () => {
  const first = createDemoProject().resources.find(({ id }) => id === demoIds.patients.sam);
  Object.assign(first ?? {}, { active: false });

  const second = createDemoProject().resources.find(({ id }) => id === demoIds.patients.sam);

  expect(second).toMatchObject({ active: true });
});

test('demo accounts, each, have a password long enough for Medplum', () => {
  expect(demoAccounts.map(({ password }) => password.length >= 8)).toEqual(demoAccounts.map(() => true));
  expect(() => demoAccount('Nobody')).toThrow(RangeError);
});

test('demo accounts, of people whose hospital signs them in, are none', () => {
  expect(demoAccounts.map(({ name }) => name)).not.toContain('Ada Quinn');
});

test('demo ids, each, are of a resource', () => {
  const ids = new Set(createDemoProject().resources.map(({ id }) => id));
  const { googleClient, ...named } = demoIds;

  const unknown = Object.values(named)
    .flatMap((group) => (typeof group === 'string' ? [group] : Object.values<string>(group)))
    .filter((id) => !ids.has(id));

  expect(unknown).toEqual([]);
  expect(JSON.stringify(createDemoProject())).toContain(googleClient);
});
