import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { type Answer, basic, bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const projectPath = `projects/${ids.project}/`;
const patients = 'fhir/R4/Patient?_count=1';

function requestToken(medplum: TestMedplum, scope = projectPath): Promise<Answer> {
  const fields = { grant_type: 'client_credentials', client_id: ids.device, client_secret: clientSecret };
  return medplum.postForm(`${scope}oauth2/token`, fields);
}

async function scopedToken(medplum: TestMedplum): Promise<string> {
  return ((await requestToken(medplum)).body as Tokens).access_token;
}

describe('project-scoped issuer', () => {
  test.each([
    '.well-known/openid-configuration',
    '.well-known/oauth-authorization-server',
    '.well-known/smart-configuration',
    'fhir/R4/.well-known/smart-configuration',
  ])('[M1] discovery at %s, below a project, names the project as issuer in every URL', async (path) => {
    await using medplum = await startTestMedplum();
    const issuer = `${medplum.baseUrl}${projectPath}`;

    const { status, body } = await medplum.send(projectPath + path);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer,
      token_endpoint: `${issuer}oauth2/token`,
      jwks_uri: `${issuer}.well-known/jwks.json`,
    });
  });

  test('protected resource, below a project, has the project as authorization server', async () => {
    await using medplum = await startTestMedplum();
    const issuer = `${medplum.baseUrl}${projectPath}`;

    const { body } = await medplum.send(`${projectPath}.well-known/oauth-protected-resource`);
    const foreign = await medplum.send(
      `${projectPath}.well-known/oauth-protected-resource?resource=${medplum.baseUrl}`,
    );

    expect(body).toMatchObject({ resource: issuer, issuer, authorization_servers: [issuer] });
    expect(foreign).toMatchObject({ status: 400, body: 'Invalid resource URL' });
  });

  test('[M1] token, asked for below a project, has the project as issuer and audience', async () => {
    await using medplum = await startTestMedplum();
    const issuer = `${medplum.baseUrl}${projectPath}`;

    const { body } = await requestToken(medplum);

    const tokens = body as Tokens;
    expect(decodeJwt(tokens.access_token)).toMatchObject({ iss: issuer, aud: issuer });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ iss: issuer, aud: ids.device });
    expect(body).toHaveProperty('smart_style_url', `${medplum.baseUrl}fhir/R4/.well-known/smart-styles.json`);
  });

  test('[B5] token of a project, used below the project and elsewhere, is good only there', async () => {
    await using medplum = await startTestMedplum();
    const token = await scopedToken(medplum);

    const there = await medplum.send(projectPath + patients, { headers: bearer(token) });
    const elsewhere = await medplum.send(patients, { headers: bearer(token) });

    expect(there.status).toBe(200);
    expect(JSON.stringify(there.body)).toContain(`${medplum.baseUrl}fhir/R4/Patient/`);
    expect(elsewhere.status).toBe(401);
  });

  test('[B5] token of the server, used below a project, is refused in the name of the server', async () => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.device);

    const { status, headers } = await medplum.send(projectPath + patients, { headers: bearer(token) });

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(`Bearer realm="${medplum.baseUrl}"`);
  });

  test('Basic credentials, used below a project, are good for their own and forbidden for another', async () => {
    await using medplum = await startTestMedplum();
    const headers = basic(ids.device, clientSecret);

    const own = await medplum.send(projectPath + patients, { headers });
    const other = await medplum.send(`projects/${ids.nothing}/${patients}`, { headers });

    expect(own.status).toBe(200);
    expect(other.status).toBe(403);
    expect(other.body).toMatchObject({ id: 'forbidden' });
  });

  test('token, asked for below a project that the client is no member of, is refused', async () => {
    await using medplum = await startTestMedplum();

    const { status, body } = await requestToken(medplum, `projects/${ids.nothing}/`);

    expect(status).toBe(400);
    expect(body).toEqual({ error: 'invalid_request', error_description: 'Invalid client' });
  });

  test('[B5] refresh token of a project, brought to the server, is none of its own', async () => {
    await using medplum = await startTestMedplum();
    const { body } = await medplum.login();
    const { code } = body as { code: string };
    const grant = {
      grant_type: 'authorization_code',
      code,
      code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    };
    const tokens = (await medplum.postForm(`${projectPath}oauth2/token`, grant)).body as Tokens;
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };

    const elsewhere = await medplum.postForm('oauth2/token', refresh);
    const there = await medplum.postForm(`${projectPath}oauth2/token`, refresh);

    expect(elsewhere.body).toEqual({ error: 'invalid_request', error_description: 'Invalid refresh token' });
    expect(there.status).toBe(200);
  });

  test('introspection, of a token of a project, tells of it only below the project', async () => {
    await using medplum = await startTestMedplum();
    const token = await scopedToken(medplum);

    const there = await medplum.postForm(`${projectPath}oauth2/introspect`, { token });
    const elsewhere = await medplum.postForm('oauth2/introspect', { token });

    expect(there.body).toMatchObject({ active: true, iss: `${medplum.baseUrl}${projectPath}` });
    expect(elsewhere.body).toEqual({ active: false });
  });

  test('path below a project and /api, is served too', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send(`api/${projectPath}.well-known/openid-configuration`);

    expect(body).toHaveProperty('issuer', `${medplum.baseUrl}${projectPath}`);
  });
});
