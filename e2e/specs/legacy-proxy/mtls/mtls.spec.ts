import { X509Certificate } from 'node:crypto';
import { certificateHeader } from '#house/certificate-header.ts';
import { chartRights } from '#machines/chart-rights.ts';
import { expect, test } from '#machines/machine-test.ts';
import { startProxy } from '#machines/start-proxy.ts';
import { certificate } from './certificate.ts';
import { headerOf, startTlsProxy } from './tls-proxy.ts';

test('[S9] legacy-proxy, with a certificate and no secret, signs in where TLS ends; a forged header fails', async ({
  house,
  workshop,
  request,
}) => {
  const { membershipId: _, ...client } = await workshop.makeClient('Certified proxy', { policy: chartRights });
  await workshop.owner.updateResource({ ...client, certificateTrustStore: certificate.cert });
  await using tls = await startTlsProxy(house.urls.medplum);
  const forged = { [certificateHeader]: headerOf(new X509Certificate(certificate.cert).raw) };
  const form = { grant_type: 'client_credentials', client_id: client.id };
  const token = new URL('oauth2/token', house.urls.medplum).href;
  test.skip(
    house.onServer !== undefined && !(await request.post(token, { headers: forged, form })).ok(),
    `Whoever sends ${certificateHeader} is believed where that is the setting mtlsCertHeader. Here it is not.`,
  );

  await using proxy = await startProxy(house, {
    MEDPLUM_CLIENT_ID: client.id,
    MEDPLUM_CLIENT_SECRET: '',
    LEGACY_PROXY_MTLS_URL: tls.url,
    LEGACY_PROXY_MTLS_CERTIFICATE: certificate.cert,
    LEGACY_PROXY_MTLS_KEY: certificate.key,
    LEGACY_PROXY_MTLS_CA: certificate.cert,
  });
  await proxy.signIn(request);

  expect(await proxy.open(request, '/patients/1')).toBe(200);
  const answer = await request.post(`${tls.url}oauth2/token`, { headers: forged, form, ignoreHTTPSErrors: true });
  expect(answer.status()).toBe(400);
});
