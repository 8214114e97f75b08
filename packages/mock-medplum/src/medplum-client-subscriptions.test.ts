import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { botResources } from '#bots/test-bots.ts';
import { createTestProject, ids, clientSecret } from '#project/test-project.ts';
import { startMockMedplum } from './start-mock-medplum.ts';

test('SDK, that subscribes to criteria, is told of a new resource', async () => {
  const project = createTestProject();
  const resources = [...project.resources, ...botResources()];
  await using medplum = await startMockMedplum({ project: { ...project, resources } });
  const client = new MedplumClient({ baseUrl: medplum.baseUrl, storage: new ClientStorage(new MemoryStorage()) });
  await client.startClientLogin(ids.admin, clientSecret);
  const emitter = client.subscribeToCriteria('Patient?gender=female');
  await new Promise((resolve) => emitter.addEventListener('connect', resolve));
  const told = new Promise<Bundle>((resolve) => emitter.addEventListener('message', ({ payload }) => resolve(payload)));
  const patient = await client.createResource<Patient>({ resourceType: 'Patient', gender: 'female' });
  expect((await told).entry?.[1]?.resource?.id).toBe(patient.id);
  client.unsubscribeFromCriteria('Patient?gender=female');
  client.getSubscriptionManager().closeWebSocket();
});
