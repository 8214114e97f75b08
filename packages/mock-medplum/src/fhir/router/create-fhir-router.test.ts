import { FhirRouter } from '@medplum/fhir-router';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ids } from '#project/test-project.ts';
import { bearer, startTestMedplum } from '#test-medplum.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('[M7] FhirRouter of @medplum/fhir-router', () => {
  test('answers what is asked of FHIR over HTTP, as the caller', async () => {
    const handle = vi.spyOn(FhirRouter.prototype, 'handleRequest');
    await using medplum = await startTestMedplum();
    const headers = bearer(await medplum.clientToken(ids.device));

    const read = await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers });
    const graph = await medplum.postJson('fhir/R4/$graphql', { query: '{ PatientList { id } }' }, headers);

    expect(handle.mock.calls.map(([{ method, pathname }]) => [method, pathname])).toEqual([
      ['GET', `Patient/${ids.pat}`],
      ['POST', '$graphql'],
    ]);
    expect([read.body, graph.body]).toMatchObject([{ id: ids.pat }, { data: { PatientList: [{ id: ids.pat }] } }]);
  });

  test('is not reached by a request whose credentials are no good', async () => {
    const handle = vi.spyOn(FhirRouter.prototype, 'handleRequest');
    await using medplum = await startTestMedplum();

    const { status } = await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers: bearer('abc') });

    expect(status).toBe(401);
    expect(handle).not.toHaveBeenCalled();
  });
});
