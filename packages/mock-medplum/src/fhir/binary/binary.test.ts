import type { Binary } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, bobId, startClinic } from '#fhir/test-clinic.ts';
import { ids } from '#project/test-project.ts';
import { bearer, startTestMedplum } from '#test-medplum.ts';

/** Valid JSON, so that a test may read it as such, and spaced as no serializer would. */
const content = '{"a" :  1}';

describe('Binary', () => {
  test.each(['application/pdf', 'application/json', 'application/x-www-form-urlencoded'])(
    '[M3] upload, of the type %s, is given back as it was under its own type',
    async (contentType) => {
      await using clinic = await startClinic();
      const send = clinic.as();

      const upload = await send<Binary>('POST', 'Binary', content, { 'content-type': contentType });
      const download = await send<string>('GET', `Binary/${upload.body.id}`, undefined, { accept: '*/*' });

      expect(upload).toMatchObject({ status: 201, body: { resourceType: 'Binary', contentType } });
      expect(upload.headers.get('location')).toBe(`http://localhost:8103/fhir/R4/Binary/${upload.body.id}`);
      expect(upload.body).not.toHaveProperty('data');
      expect(download.status).toBe(200);
      expect(download.headers.get('content-type')).toContain(contentType);
      expect(download.headers.get('content-length')).toBe(String(content.length));
    },
  );

  test('[M3] download, with Accept of FHIR JSON, gives the resource with an address for the content', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const { body: uploaded } = await send<Binary>('POST', 'Binary', content, { 'content-type': 'application/pdf' });

    const { body } = await send<Binary>('GET', `Binary/${uploaded.id}`, undefined, { accept: 'application/fhir+json' });

    expect(body).toMatchObject({ resourceType: 'Binary', contentType: 'application/pdf' });
    expect(body.url).toMatch(/^http:\/\/localhost:8103\/storage\/[\w-]+\/[\w-]+\?Expires=\d+&Signature=\w+$/);
  });

  test('[M3] upload, of a Binary in FHIR JSON, is the resource itself', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const binary = { resourceType: 'Binary', contentType: 'text/plain', data: Buffer.from('hello').toString('base64') };

    const { body: created } = await send<Binary>('POST', 'Binary', binary);
    const { body } = await send<string>('GET', `Binary/${created.id}`, undefined, { accept: 'text/plain' });

    expect(created).toMatchObject(binary);
    expect(body).toBe('hello');
  });

  test('[M3] upload, with PUT, replaces the content', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const { body: before } = await send<Binary>('POST', 'Binary', 'one', { 'content-type': 'text/plain' });

    const { status } = await send('PUT', `Binary/${before.id}`, 'two', { 'content-type': 'text/csv' });
    const { body } = await send<string>('GET', `Binary/${before.id}`, undefined, { accept: '*/*' });

    expect(status).toBe(200);
    expect(body).toBe('two');
  });

  test('[M3] download, of a Binary whose security context the caller may not read, answers as that does', async () => {
    await using clinic = await startClinic();
    const entries = [{ resourceType: 'Binary' }, { resourceType: 'Patient', criteria: `Patient?_id=${bobId}` }];
    const upload = async (patient: string): Promise<string | undefined> => {
      const headers = { 'content-type': 'text/plain', 'x-security-context': `Patient/${patient}` };
      return (await clinic.as()<Binary>('POST', 'Binary', 'secret', headers)).body.id;
    };
    const [ofAlice, ofBob] = [await upload(aliceId), await upload(bobId)];

    expect(await clinic.as(entries)('GET', `Binary/${ofAlice}`)).toMatchObject({ status: 404 });
    expect(await clinic.as(entries)('GET', `Binary/${ofBob}`)).toMatchObject({ status: 200, body: 'secret' });
  });

  test('[M3] upload, in a coding that the server does not know, answers 400', async () => {
    await using clinic = await startClinic();

    const headers = { 'content-type': 'text/plain', 'content-encoding': 'br' };
    const { status, body } = await clinic.as()('POST', 'Binary', 'x', headers);

    expect(status).toBe(400);
    expect(body.issue?.[0]?.details?.text).toBe('Unsupported content encoding');
  });

  test('[M3] search, of Binaries, answers 400', async () => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()('GET', 'Binary?_count=1');

    expect(status).toBe(400);
    expect(body.issue?.[0]?.details?.text).toBe('Cannot search on Binary resource type');
  });
});

describe('/storage', () => {
  test('[M3] address of a content, without a token, works for an hour and only as it was signed', async () => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.admin);
    const headers = { ...bearer(token), 'content-type': 'text/plain' };
    const { body } = await medplum.send('fhir/R4/Binary', { method: 'POST', body: 'hello', headers });
    const { url = '' } = body as Binary;

    expect(await medplum.send(url)).toMatchObject({ status: 200, body: 'hello' });
    expect(await medplum.send(url.replace(/Expires=\d/, 'Expires=9'))).toMatchObject({ status: 401 });
    expect(await medplum.send(url.split('?')[0] ?? '')).toMatchObject({ status: 401 });
    medplum.wait(3601);
    expect(await medplum.send(url)).toMatchObject({ status: 401 });
  });
});
