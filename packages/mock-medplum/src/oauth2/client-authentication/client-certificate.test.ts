import type { ClientApplication, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { authority, forged, sameName, selfSigned, signed } from '#caller/test-certificates.ts';
import { createTestProject, ids, clientSecret } from '#project/test-project.ts';
import { type Answer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const header = 'x-amzn-mtls-clientcert';

const oneDay = 86_400;

/** A Medplum behind a proxy that passes certificates on, on a day on which the certificates of the tests are good. */
async function startBehindProxy(trustStore: string | undefined): Promise<TestMedplum> {
  const medplum = await startTestMedplum({ resources: [trusting(trustStore)], mtlsCertificateHeader: header });
  medplum.wait(oneDay);
  return medplum;
}

function trusting(certificateTrustStore: string | undefined): Resource {
  const client = createTestProject().resources.find(({ id }) => id === ids.device) as ClientApplication;
  return { ...client, ...(certificateTrustStore && { certificateTrustStore }) };
}

type Fields = Readonly<Record<string, string>>;

function send(medplum: TestMedplum, certificate: string, changes: Fields = {}): Promise<Answer> {
  const fields = { grant_type: 'client_credentials', client_id: ids.device, ...changes };
  return medplum.postForm('oauth2/token', fields, { [header]: encodeURIComponent(certificate) });
}

function refusal(text: string): object {
  return { status: 400, body: { error: 'invalid_request', error_description: text } };
}

describe('client certificate', () => {
  test.each([
    ['that is in the trust store', selfSigned, selfSigned],
    ['that is in the trust store beside others', selfSigned, `${authority}\n${selfSigned}\n`],
    ['signed by an authority in the trust store', signed, authority],
    ['with its chain', `${signed}\n${authority}`, authority],
  ])('certificate %s, stands for the secret', async (_case, certificate, trustStore) => {
    await using medplum = await startBehindProxy(trustStore);

    const { status, body } = await send(medplum, certificate);

    expect(status).toBe(200);
    expect(body).toMatchObject({ profile: { reference: `ClientApplication/${ids.device}` } });
  });

  test.each([
    [
      'of the same name and another key',
      sameName,
      selfSigned,
      'Self-signed certificate is not in the trusted certificate list',
    ],
    ['signed by a false authority', forged, authority, 'Certificate validation failed: No matching CA found'],
    ['signed by nobody known', signed, selfSigned, 'Certificate validation failed: No matching CA found'],
    ['that is none', 'nothing', selfSigned, 'No valid PEM certificates found'],
  ])('certificate %s, is refused and says why', async (_case, certificate, trustStore, text) => {
    await using medplum = await startBehindProxy(trustStore);

    const refused = await send(medplum, certificate);

    expect(refused).toMatchObject(refusal(`Invalid client certificate: ${text}`));
  });

  test('certificate, before and after its time, is refused', async () => {
    await using medplum = await startTestMedplum({ resources: [trusting(selfSigned)], mtlsCertificateHeader: header });

    const early = await send(medplum, selfSigned);
    medplum.wait(101 * 365.25 * oneDay);
    const late = await send(medplum, selfSigned);

    expect(JSON.stringify(early.body)).toContain('Certificate not yet active. Valid from: 2026-11-24T');
    expect(JSON.stringify(late.body)).toContain('Certificate expired on: 2126-10-31T');
  });

  test.each<[string, string | undefined, Fields, string]>([
    ['for a client without trust store', undefined, {}, 'Client does not have a configured certificate trust store'],
    ['for an unknown client', selfSigned, { client_id: ids.nothing }, 'Error reading client: Not found'],
    ['for no client', selfSigned, { client_id: '' }, 'Error reading client: Not found'],
  ])('certificate, %s, is refused', async (_case, trustStore, changes, text) => {
    await using medplum = await startBehindProxy(trustStore);

    expect(await send(medplum, selfSigned, changes)).toMatchObject(refusal(text));
  });

  test('certificate in a header that cannot be decoded, is refused', async () => {
    await using medplum = await startBehindProxy(selfSigned);
    const fields = { grant_type: 'client_credentials', client_id: ids.device };

    const { status } = await medplum.postForm('oauth2/token', fields, { [header]: '%E0%A4%A' });

    expect(status).toBe(400);
  });

  test('certificate in a header, when no proxy is known, is not believed', async () => {
    await using medplum = await startTestMedplum({ resources: [trusting(selfSigned)] });
    medplum.wait(oneDay);

    expect(await send(medplum, selfSigned)).toMatchObject(refusal('Missing client_secret'));
  });

  test('client behind the proxy without a certificate, authenticates with its secret', async () => {
    await using medplum = await startBehindProxy(selfSigned);
    const fields = { grant_type: 'client_credentials', client_id: ids.device, client_secret: clientSecret };

    expect((await medplum.postForm('oauth2/token', fields)).status).toBe(200);
  });
});
