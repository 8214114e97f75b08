import type { Patient, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { createMemoryResourceStore } from './memory-resource-store.ts';
import type { IndexDefinition, ResourceStore } from './resource-store.ts';

function version(id: string, versionId: string, gender: Patient['gender'] = 'female'): Patient {
  return { resourceType: 'Patient', id, gender, meta: { versionId, lastUpdated: '2026-01-01T00:00:00Z' } };
}

const byGender: IndexDefinition = {
  name: 'gender',
  keysOf: (resource: Resource) => [(resource as Patient).gender ?? ''],
};

function idsOf(store: ResourceStore, ...genders: string[]): (string | undefined)[] {
  return [...store.lookup('Patient', byGender, genders).resources()].map(({ id }) => id);
}

test('store, after two versions and a delete, returns nothing current and all three, the newest first', () => {
  const store = createMemoryResourceStore();
  store.put(version('1', 'a'));
  store.put(version('1', 'b'));
  store.remove('Patient', '1', { versionId: 'c', lastUpdated: '2026-01-02T00:00:00Z' });

  expect(store.get('Patient', '1')).toBeUndefined();
  expect([...store.list('Patient')]).toEqual([]);
  expect(store.history('Patient', '1').map(({ versionId }) => versionId)).toEqual(['c', 'b', 'a']);
});

test('index, made after and before changes, finds what has the key now', () => {
  const store = createMemoryResourceStore();
  store.put(version('1', 'a'));
  store.put(version('2', 'b', 'male'));
  expect(idsOf(store, 'female')).toEqual(['1']);

  store.put(version('1', 'c', 'male'));
  store.put(version('3', 'd'));
  store.remove('Patient', '2', { versionId: 'e', lastUpdated: '2026-01-02T00:00:00Z' });

  expect(idsOf(store, 'female')).toEqual(['3']);
  expect(idsOf(store, 'male', 'female')).toEqual(['1', '3']);
  expect(idsOf(store, 'other')).toEqual([]);
});

test('atomically, when the work fails, takes back every version in store and indexes', async () => {
  const store = createMemoryResourceStore();
  store.put(version('1', 'a'));
  idsOf(store, 'female');

  const work = store.atomically(async () => {
    store.put(version('1', 'b', 'male'));
    store.put(version('2', 'c'));
    await store.atomically(async () => store.put(version('3', 'd')));
    throw new Error('changed my mind');
  });

  await expect(work).rejects.toThrow('changed my mind');
  expect(store.get('Patient', '1')?.meta?.versionId).toBe('a');
  expect(store.history('Patient', '2')).toEqual([]);
  expect(idsOf(store, 'female', 'male')).toEqual(['1']);
});

test('atomically, when only an inner part fails, keeps the rest', async () => {
  const store = createMemoryResourceStore();

  await store.atomically(async () => {
    store.put(version('1', 'a'));
    const inner = store.atomically(async () => {
      store.put(version('2', 'b'));
      throw new Error('inner');
    });
    await inner.catch(() => undefined);
  });

  expect([...store.list('Patient')].map(({ id }) => id)).toEqual(['1']);
});
