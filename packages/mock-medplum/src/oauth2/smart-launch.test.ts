import type { Resource, SmartAppLaunch } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { ids, clientRedirectUri } from '#project/test-project.ts';
import { bearer, s256Challenge, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const launchId = '90000000-0000-4000-8000-000000000001';
const encounter = '90000000-0000-4000-8000-000000000002';
const otherPatient = '20000000-0000-4000-8000-000000000009';

const other: Resource = { resourceType: 'Patient', id: otherPatient, name: [{ family: 'Other' }] };

function launchOf(changes: Partial<SmartAppLaunch> = {}): SmartAppLaunch {
  return { resourceType: 'SmartAppLaunch', id: launchId, patient: { reference: `Patient/${ids.pat}` }, ...changes };
}

function start(changes: Partial<SmartAppLaunch> = {}): Promise<TestMedplum> {
  return startTestMedplum({ resources: [launchOf(changes), other] });
}

async function launch(medplum: TestMedplum, scope = 'launch openid patient/*.rs'): Promise<Tokens> {
  return medplum.signIn({ launch: launchId, scope });
}

describe('SMART launch', () => {
  test('[M1] authorization request, with a launch and this server as aud, keeps both for the sign-in page', async () => {
    await using medplum = await start();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: ids.spa,
      redirect_uri: clientRedirectUri,
      scope: 'launch openid patient/*.rs',
      launch: launchId,
      aud: `${medplum.baseUrl}fhir/R4`,
      code_challenge: s256Challenge,
      code_challenge_method: 'S256',
    });

    const { status, headers } = await medplum.send(`oauth2/authorize?${query.toString()}`);

    expect(status).toBe(302);
    expect(headers.get('location')).toBe(`${medplum.baseUrl}oauth?${query.toString()}`);
  });

  test('[M1] token answer, after a launch, names its patient and encounter and asks for the banner', async () => {
    const fhirContext = [{ reference: `Encounter/${encounter}` }];
    await using medplum = await start({ encounter: { reference: `Encounter/${encounter}` }, fhirContext });

    expect(await launch(medplum)).toMatchObject({
      scope: 'launch openid patient/*.rs',
      patient: ids.pat,
      encounter: encounter,
      fhirContext,
      need_patient_banner: true,
    });
  });

  test('token answer, after a launch about someone with an identifier, gives that instead of the id', async () => {
    const patient = { reference: `Patient/${ids.pat}`, identifier: { system: 'urn:mrn', value: 'A-1' } };
    await using medplum = await start({ patient });

    expect(await launch(medplum)).toMatchObject({ patient: 'A-1' });
  });

  test('[M1] [F1] token, of a launch, reads its patient, no other patient, and writes nothing', async () => {
    await using medplum = await start();
    const { access_token: token } = await launch(medplum);
    const headers = bearer(token);

    const own = await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers });
    const foreign = await medplum.send(`fhir/R4/Patient/${otherPatient}`, { headers });
    const write = await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, headers);

    expect([own.status, foreign.status, write.status]).toEqual([200, 404, 403]);
  });

  test('sign-in, with an unknown launch, is refused', async () => {
    await using medplum = await start();

    expect((await medplum.login({ launch: encounter })).status).toBe(404);
  });

  test('user, who leaves out scopes at the sign-in page, gives a token without them', async () => {
    await using medplum = await start();
    const answer = await medplum.login({ launch: launchId, scope: 'openid patient/Patient.rs patient/Observation.rs' });
    const { login } = answer.body as { login: string };

    const narrowed = await medplum.postJson('auth/scope', { login, scope: 'openid patient/Observation.rs' });
    const { access_token: token } = (await medplum.redeem(narrowed)).body as Tokens;
    const patient = await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers: bearer(token) });

    expect(patient.status).toBe(403);
  });
});
