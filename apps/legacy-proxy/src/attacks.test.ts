import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test, vi } from 'vitest';
import { type Attacks, nurse, signedIn } from '#test/attacker.ts';
import { attacksOfFeatures } from '#test/attacks-of-features.ts';
import { createBrowser, type Browser } from '#test/browser.ts';
import { clientSecret, outcome } from '#test/recorded-medplum.ts';
import { startProcess, type RunningProcess } from '#test/start-process.ts';
import { noteForm, passwordOf } from '#test/start-test-app.ts';
import { features as doors } from './features.ts';
import { secureCookies } from './middleware/cookie-kind.ts';

// Each attack runs against the application as it is, where it must lose, and against a twin whose defences are taken
// out of the source (test/undefended/edits.ts), where it must win.

const features = (await Promise.all(doors)).flatMap((door) => Object.values(door));

let real: RunningProcess;
let twin: RunningProcess;

beforeAll(async () => {
  [real, twin] = await Promise.all([startProcess(true), startProcess(false)]);
  await Promise.all([nurse(real), nurse(twin)]);
  return async () => Promise.all([real.stop(), twin.stop()]);
}, 60_000);

function copyOf({ cookies }: Browser, { url }: RunningProcess): Browser {
  const thief = createBrowser(url);
  thief.cookies.set(secureCookies.sessionName, cookies.get(secureCookies.sessionName) ?? '');
  return thief;
}

/** Writes bytes to the server as they are, and gives the status of the first answer. */
async function statusOf({ url }: RunningProcess, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(bytes);
  return (await text(socket)).split(' ')[1] ?? '';
}

const coreAttacks: Attacks = {
  '[P1] form, sent without the token of the session': async (target) => {
    const browser = await nurse(target);
    const form = { ...(await noteForm(browser, 1, 'planted')), writer: '', csrfToken: '' };
    return (await browser.post('/patients/1/notes', form)).status !== 403;
  },
  '[P2] form without a body, sent by a sibling of the same site': async (target) => {
    const browser = await signedIn(target, 'nurse.kim');
    const sibling = { origin: 'http://localhost:9', 'sec-fetch-site': 'same-site' };
    await browser.get('/');
    return (await browser.post('/sign-out', {}, sibling)).status === 303;
  },
  '[P3] session id, known before another user signs in': async (target) => {
    const browser = await signedIn(target, 'reception');
    const attacker = copyOf(browser, target);
    await browser.signIn('nurse.kim', passwordOf('nurse.kim'));
    return (await (await attacker.get('/patients/1')).text()).includes('id="observations"');
  },
  '[P3] copy of a cookie, after sign-out': async (target) => {
    const browser = await signedIn(target, 'nurse.kim');
    const thief = copyOf(browser, target);
    await browser.post('/sign-out');
    return (await thief.get('/')).status === 200;
  },
  '[P8] form of a note, sent twice': async (target) => {
    const browser = await nurse(target);
    const form = await noteForm(browser, 1, 'Twice.');
    const before = target.medplum.notes().length;
    await browser.post('/patients/1/notes', form);
    await browser.post('/patients/1/notes', form);
    return target.medplum.notes().length - before > 1;
  },
  '[P9] headers, longer than the limit': async (target) =>
    (await statusOf(
      target,
      `GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nA: ${'a'.repeat(9000)}\r\n\r\n`,
    )) === '200',
  '[P10] secret, quoted by Medplum in an error': async (target) => {
    target.medplum.faults.push(({ path }) =>
      path.startsWith('/fhir/R4/Observation') ? outcome(400, `client_secret ${clientSecret} was wrong`) : undefined,
    );
    const answer = await (await nurse(target)).get('/patients/1');
    target.medplum.faults.length = 0;
    const requestId = answer.headers.get('x-request-id') ?? 'none';
    const lines = (): string[] =>
      target.logLines.filter((line) => line.includes(requestId) && line.includes('was wrong'));
    await vi.waitFor(() => expect(lines()).not.toEqual([]), { timeout: 10_000 });
    return lines().join('').includes(clientSecret);
  },
  '[P11] request, with two lengths that differ': async (target) =>
    (await statusOf(
      target,
      'POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
    )) === '404',
};

/** Those of whatever is built in: `#features/name`, or `alone`. */
function builtIn<T>(byFeature: Readonly<Record<string, T>>): readonly T[] {
  const isIn = (name: string): boolean => name === 'alone' || features.some((one) => `#features/${one.name}` === name);
  return Object.entries(byFeature).flatMap(([name, value]) => (isIn(name) ? [value] : []));
}

test.each([coreAttacks, ...builtIn(attacksOfFeatures).flatMap(builtIn)].flatMap((attacks) => Object.entries(attacks)))(
  '%s, loses here and wins without the defence',
  async (_title, attack) => {
    expect([await attack(real), await attack(twin)]).toEqual([false, true]);
  },
  60_000,
);
