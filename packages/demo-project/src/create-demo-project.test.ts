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

test('demo project, when served elsewhere, registers that redirect URI and no other', () => {
  const { resources } = createDemoProject({ spaOrigin: 'http://localhost:45678' });

  const spa = resources.find(({ id }) => id === demoIds.clients.spaClient);

  expect(spa).toMatchObject({ redirectUris: ['http://localhost:45678/callback'] });
});

test('demo project, when given a client secret, replaces that secret only', () => {
  const { resources } = createDemoProject({ clientSecrets: { legacyProxy: 'another' } });

  const secrets = resources.flatMap((one) => (one.resourceType === 'ClientApplication' ? [one.secret] : []));

  expect(secrets).toEqual(['demo-only-spa-client-secret', 'another', 'demo-only-device-agent-secret']);
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
