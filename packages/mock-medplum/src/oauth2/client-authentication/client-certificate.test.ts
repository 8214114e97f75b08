import type { ClientApplication, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';

import { AUTHORITY, FORGED, SAME_NAME, SELF_SIGNED, SIGNED } from '#caller/test-certificates.ts';
import { createTestProject, IDS, SECRET } from '#project/test-project.ts';
import { type Answer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const HEADER = 'x-amzn-mtls-clientcert';

const ONE_DAY = 86_400;

/** A Medplum behind a proxy that passes certificates on, on a day on which the certificates of the tests are good. */
async function startBehindProxy(trustStore: string | undefined): Promise<TestMedplum> {
  const medplum = await startTestMedplum({ resources: [trusting(trustStore)], mtlsCertificateHeader: HEADER });
  medplum.wait(ONE_DAY);
  return medplum;
}

function trusting(certificateTrustStore: string | undefined): Resource {
  const client = createTestProject().resources.find(({ id }) => id === IDS.device) as ClientApplication;
  return { ...client, ...(certificateTrustStore && { certificateTrustStore }) };
}

type Fields = Readonly<Record<string, string>>;

function send(medplum: TestMedplum, certificate: string, changes: Fields = {}): Promise<Answer> {
  const fields = { grant_type: 'client_credentials', client_id: IDS.device, ...changes };
  return medplum.postForm('oauth2/token', fields, { [HEADER]: encodeURIComponent(certificate) });
}

function refusal(text: string): object {
  return { status: 400, body: { error: 'invalid_request', error_description: text } };
}

describe('client certificate', () => {
  test.each([
    ['that is in the trust store', SELF_SIGNED, SELF_SIGNED],
    ['that is in the trust store beside others', SELF_SIGNED, `${AUTHORITY}\n${SELF_SIGNED}\n`],
    ['signed by an authority in the trust store', SIGNED, AUTHORITY],
    ['with its chain', `${SIGNED}\n${AUTHORITY}`, AUTHORITY],
  ])('certificate %s, stands for the secret', async (_case, certificate, trustStore) => {
    await using medplum = await startBehindProxy(trustStore);

    const { status, body } = await send(medplum, certificate);

    expect(status).toBe(200);
    expect(body).toMatchObject({ profile: { reference: `ClientApplication/${IDS.device}` } });
  });

  test.each([
    [
      'of the same name and another key',
      SAME_NAME,
      SELF_SIGNED,
      'Self-signed certificate is not in the trusted certificate list',
    ],
    ['signed by a false authority', FORGED, AUTHORITY, 'Certificate validation failed: No matching CA found'],
    ['signed by nobody known', SIGNED, SELF_SIGNED, 'Certificate validation failed: No matching CA found'],
    ['that is none', 'nothing', SELF_SIGNED, 'No valid PEM certificates found'],
  ])('certificate %s, is refused and says why', async (_case, certificate, trustStore, text) => {
    await using medplum = await startBehindProxy(trustStore);

    const refused = await send(medplum, certificate);

    expect(refused).toMatchObject(refusal(`Invalid client certificate: ${text}`));
  });

  test('certificate, before and after its time, is refused', async () => {
    await using medplum = await startTestMedplum({ resources: [trusting(SELF_SIGNED)], mtlsCertificateHeader: HEADER });

    const early = await send(medplum, SELF_SIGNED);
    medplum.wait(101 * 365.25 * ONE_DAY);
    const late = await send(medplum, SELF_SIGNED);

    expect(JSON.stringify(early.body)).toContain('Certificate not yet active. Valid from: 2026-11-24T');
    expect(JSON.stringify(late.body)).toContain('Certificate expired on: 2126-10-31T');
  });

  test.each<[string, string | undefined, Fields, string]>([
    ['for a client without trust store', undefined, {}, 'Client does not have a configured certificate trust store'],
    ['for an unknown client', SELF_SIGNED, { client_id: IDS.nothing }, 'Invalid client'],
    ['for no client', SELF_SIGNED, { client_id: '' }, 'Missing client_id'],
  ])('certificate, %s, is refused', async (_case, trustStore, changes, text) => {
    await using medplum = await startBehindProxy(trustStore);

    expect(await send(medplum, SELF_SIGNED, changes)).toMatchObject(refusal(text));
  });

  test('certificate in a header that cannot be decoded, is refused', async () => {
    await using medplum = await startBehindProxy(SELF_SIGNED);
    const fields = { grant_type: 'client_credentials', client_id: IDS.device };

    const { status } = await medplum.postForm('oauth2/token', fields, { [HEADER]: '%E0%A4%A' });

    expect(status).toBe(400);
  });

  test('certificate in a header, when no proxy is known, is not believed', async () => {
    await using medplum = await startTestMedplum({ resources: [trusting(SELF_SIGNED)] });
    medplum.wait(ONE_DAY);

    expect(await send(medplum, SELF_SIGNED)).toMatchObject(refusal('Missing client_secret'));
  });

  test('client behind the proxy without a certificate, authenticates with its secret', async () => {
    await using medplum = await startBehindProxy(SELF_SIGNED);
    const fields = { grant_type: 'client_credentials', client_id: IDS.device, client_secret: SECRET };

    expect((await medplum.postForm('oauth2/token', fields)).status).toBe(200);
  });
});
