import { expect, test, vi } from 'vitest';

import type { loadResourceType } from './load-definitions.ts';
import { ALICE, startClinic } from './test-clinic.ts';

// The schema of all 146 types takes seconds to build; that of three shows the same.
vi.mock('./load-definitions.ts', async (original) => {
  const real = await original<{ loadResourceType: typeof loadResourceType }>();
  return {
    ...real,
    loadAllResourceTypes: () => ['Patient', 'Practitioner', 'Observation'].forEach(real.loadResourceType),
  };
});

type GraphQLAnswer = Readonly<{ data: Record<string, unknown>; errors?: readonly { message: string }[] }>;

test('[C8] GraphQL, under a policy, returns what it allows, hides its hidden fields and refuses the rest', async () => {
  await using clinic = await startClinic();
  const send = clinic.as([
    { resourceType: 'Patient', criteria: `Patient?_id=${ALICE}`, readonly: true, hiddenFields: ['birthDate'] },
  ]);

  const { status, headers, body } = await send<GraphQLAnswer>('POST', '$graphql', {
    query: '{ PatientList { id birthDate } PractitionerList { id } }',
  });

  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body.data).toEqual({ PatientList: [{ id: ALICE, birthDate: null }], PractitionerList: null });
  expect(body.errors?.map(({ message }) => message)).toEqual(['Forbidden']);
});
