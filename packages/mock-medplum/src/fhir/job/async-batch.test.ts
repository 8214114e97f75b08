import type { AsyncJob, Bundle } from '@medplum/fhirtypes';
import { expect, test, vi } from 'vitest';
import { aliceId, type Send, startClinic } from '#fhir/test-clinic.ts';

const batch = {
  resourceType: 'Bundle',
  type: 'batch',
  entry: [{ request: { method: 'GET', url: `Patient/${aliceId}` } }],
};
const async = { prefer: 'respond-async' };

async function endOf(send: Send, address: string): Promise<AsyncJob> {
  return vi.waitFor(async () => {
    const { status, body } = await send<AsyncJob>('GET', address);
    expect(status).toBe(200);
    return body;
  });
}

test('[M3] batch, with Prefer respond-async, answers 202 and leaves a job whose result is a Binary', async () => {
  await using clinic = await startClinic();
  const send = clinic.as();

  const { status, headers, body } = await send('POST', '', batch, async);
  const address = headers.get('content-location') ?? '';
  const job = await endOf(send, address.split('/R4/')[1] ?? '');
  const binary = job.output?.parameter?.[0]?.valueReference?.reference ?? '';
  const { body: result } = await send<Bundle>('GET', binary);

  expect(status).toBe(202);
  expect(address).toMatch(/^http:\/\/localhost:8103\/fhir\/R4\/job\/[\w-]+\/status$/);
  expect(body).toMatchObject({ id: 'accepted', issue: [{ diagnostics: address }] });
  expect(job).toMatchObject({
    resourceType: 'AsyncJob',
    status: 'completed',
    request: 'http://localhost:8103/fhir/R4',
    output: { resourceType: 'Parameters', parameter: [{ name: 'results' }] },
  });
  expect(result).toMatchObject({ type: 'batch-response', entry: [{ resource: { id: aliceId } }] });
});

test('[M3] batch, with Prefer respond-async, in a project without the feature, is refused', async () => {
  await using clinic = await startClinic({ features: [] });

  const { status, body } = await clinic.as()('POST', '', batch, async);

  expect([status, body.issue[0]?.details?.text]).toEqual([400, 'Async Batch feature not available']);
});

test('[M3] job, of another caller, is there only for those whose policy grants it', async () => {
  await using clinic = await startClinic();
  const { headers } = await clinic.as()('POST', '', batch, async);
  const address = headers.get('content-location')?.split('/R4/')[1] ?? '';

  expect(await clinic.as([{ resourceType: 'Patient' }])('GET', address)).toMatchObject({ status: 403 });
});

test('[M3] job, that is over, cannot be cancelled', async () => {
  await using clinic = await startClinic();
  const send = clinic.as();
  const { headers } = await send('POST', '', batch, async);
  const address = headers.get('content-location')?.split('/R4/')[1] ?? '';
  await endOf(send, address);

  expect(await send('DELETE', address)).toMatchObject({ status: 400 });
});

test('[M3] batch, with Prefer respond-async, of a caller who may not write a result, ends with an error', async () => {
  await using clinic = await startClinic();
  const send = clinic.as([{ resourceType: 'Patient' }, { resourceType: 'AsyncJob' }]);

  const { headers } = await send('POST', '', batch, async);
  const job = await endOf(send, headers.get('content-location')?.split('/R4/')[1] ?? '');

  expect(job).toMatchObject({ status: 'error', output: { parameter: [{ name: 'outcome' }] } });
});

test.each([
  [{ resourceType: 'Patient' }, 'Expected request body to be a Bundle'],
  [{ ...batch, type: 'transaction' }, 'Transaction batches cannot be executed asynchronously'],
])('[M3] asynchronous batch, of %j, answers 400', async (body, text) => {
  await using clinic = await startClinic({ features: ['transaction-bundles', 'async-batch'] });

  const { status, body: outcome } = await clinic.as()('POST', '', body, async);

  expect(status).toBe(400);
  expect(outcome.issue?.[0]?.details?.text).toBe(text);
});
