import { expect, test } from 'vitest';
import { startTestMedplum } from '#test-medplum.ts';

test.each(['openid-configuration', 'oauth-authorization-server'])(
  '/.well-known/%s, names the endpoints below the issuer',
  async (name) => {
    await using medplum = await startTestMedplum();
    const { baseUrl } = medplum;

    expect(await medplum.send(`.well-known/${name}`)).toMatchObject({
      status: 200,
      body: {
        issuer: baseUrl,
        authorization_endpoint: `${baseUrl}oauth2/authorize`,
        token_endpoint: `${baseUrl}oauth2/token`,
        userinfo_endpoint: `${baseUrl}oauth2/userinfo`,
        jwks_uri: `${baseUrl}.well-known/jwks.json`,
        introspection_endpoint: `${baseUrl}oauth2/introspect`,
        code_challenge_methods_supported: ['S256', 'plain'],
      },
    });
  },
);

test('/.well-known/jwks.json, publishes one ES384 key without its private half', async () => {
  await using medplum = await startTestMedplum();

  const { body } = await medplum.send('.well-known/jwks.json');

  const text = expect.any(String) as string;
  expect(body).toEqual({ keys: [{ kid: text, alg: 'ES384', kty: 'EC', use: 'sig', crv: 'P-384', x: text, y: text }] });
});

test.each(['.well-known/smart-configuration', 'fhir/R4/.well-known/smart-configuration'])(
  '/%s, needs no token and is the same in both places',
  async (path) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send(path)).toMatchObject({
      status: 200,
      body: { issuer: medplum.baseUrl, code_challenge_methods_supported: ['S256'] },
    });
  },
);

test('/.well-known/oauth-protected-resource, describes the server or what is below it, and nothing else', async () => {
  await using medplum = await startTestMedplum();
  const { baseUrl } = medplum;
  const path = '.well-known/oauth-protected-resource';

  const whole = await medplum.send(path);
  const part = await medplum.send(`${path}?resource=${baseUrl}fhir/R4`);
  const foreign = await medplum.send(`${path}?resource=https://evil.example`);

  expect(whole).toMatchObject({ status: 200, body: { resource: baseUrl, authorization_servers: [baseUrl] } });
  expect(part).toMatchObject({ status: 200, body: { resource: `${baseUrl}fhir/R4` } });
  expect(foreign).toMatchObject({ status: 400, body: 'Invalid resource URL' });
});

test('/healthcheck, / and /robots.txt, answer in the shape of Medplum', async () => {
  await using medplum = await startTestMedplum();

  const [health, root, robots] = await Promise.all(['healthcheck', '', 'robots.txt'].map((path) => medplum.send(path)));

  expect(health).toMatchObject({
    status: 200,
    body: { ok: true, version: expect.stringMatching(/^5\.1\.29-/) as string, runtime: process.version },
  });
  expect(root).toMatchObject({ status: 200, body: 'OK' });
  expect(robots).toMatchObject({ status: 200, body: 'User-agent: *\nDisallow: /' });
});
