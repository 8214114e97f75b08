import { type Attacks, nurse } from './attacker.ts';
import { memberships, patientIds, type RecordedMedplum } from './recorded-medplum.ts';

const header = { 'x-requested-with': 'legacy-proxy' };
const observations = `/fhir/R4/Observation?subject=Patient/${patientIds.sam}`;

const passThroughAttacks: Attacks = {
  '[P1] request to the API, sent without its header': async (target) =>
    (await (await nurse(target)).get(observations)).status === 200,
  '[P4] header for Medplum, sent by a browser': async (target) => {
    const forged = { 'x-medplum-on-behalf-of': 'ProjectMembership/p4', ...header };
    await (await nurse(target)).get(observations, forged);
    return target.medplum.seen.some(({ headers }) => headers['x-medplum-on-behalf-of'] === 'ProjectMembership/p4');
  },
  '[P4] cookie of Medplum, on its way to a browser': async (target) => {
    const answer = await (await nurse(target)).get(observations, header);
    return answer.headers.getSetCookie().some((line) => line.startsWith('medplum-upstream'));
  },
  '[P5] address that is on no list': async (target) => {
    const before = target.medplum.seen.length;
    await (await nurse(target)).get('/fhir/R4/Patient?_count=1000', header);
    return target.medplum.seen.slice(before).some(({ path }) => path === '/fhir/R4/Patient?_count=1000');
  },
  '[P7] storm on a token that Medplum no longer takes': async (target) => {
    const browser = await nurse(target);
    await browser.get(observations, header);
    const before = target.medplum.tokenRequests();
    target.medplum.revokeTokens();
    target.medplum.faults.push(tokensAfter(30));
    await Promise.all(Array.from({ length: 30 }, async () => browser.get(observations, header)));
    target.medplum.faults.length = 0;
    return target.medplum.tokenRequests() - before > 1;
  },
  '[P9] body, longer than the limit': async (target) => {
    const browser = await nurse(target);
    const before = target.medplum.seen.length;
    await browser.post('/fhir/R4/DocumentReference', { text: 'a'.repeat(300_000) }, header);
    return target.medplum.seen.slice(before).some(({ body }) => body.length > 300_000);
  },
};

/** Gives no token before so many requests were refused: each of them is in need of one then. */
function tokensAfter(count: number): RecordedMedplum['faults'][number] {
  const { promise: allRefused, resolve } = Promise.withResolvers<undefined>();
  let refused = 0;
  return ({ path }) => {
    refused += path.startsWith('/fhir/') ? 1 : 0;
    if (refused === count) {
      resolve(undefined);
    }
    return path === '/oauth2/token' ? allRefused : undefined;
  };
}

const onBehalfOfAttacks: Attacks = {
  '[P6] membership of somebody else, named by a browser': async (target) => {
    const other = `ProjectMembership/${memberships.maya}`;
    await (await nurse(target)).get('/patients/1/identities', { 'x-medplum-on-behalf-of': other });
    return target.medplum.seen.some(({ headers }) => headers['x-medplum-on-behalf-of'] === other);
  },
};

/** Attacks on what features do: by feature, and by the other feature that they need, or `alone`. */
export const attacksOfFeatures: Readonly<Record<string, Readonly<Record<string, Attacks>>>> = {
  '#features/fhir-pass-through': { alone: passThroughAttacks },
  '#features/on-behalf-of': { '#features/compare-identities': onBehalfOfAttacks },
};
