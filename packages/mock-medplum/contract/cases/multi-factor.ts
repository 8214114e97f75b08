import { createHmac } from 'node:crypto';
import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword, sendInvitation } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';

const code: Expected = { status: 200, members: 'login code' };
const invalid = refuses(400, 'invalid: Invalid MFA token');
const noSecret = refuses(400, 'invalid: Secret not found');
const noToken = refuses(400, 'invalid: Missing token');

/** A time-based one-time password (RFC 6238) of now. */
function oneTimePassword(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}

/** Invites someone who has to have a second factor, and starts their first login. */
async function firstLogin(setup: Setup): Promise<Readonly<{ email: string; started: Answer }>> {
  const email = `mfa-${crypto.randomUUID()}@example.com`;
  const body = { resourceType: 'Practitioner', firstName: 'M', lastName: 'Fa', email, password: goodPassword };
  await sendInvitation(setup, setup.projectId, setup.ownerToken, { ...body, mfaRequired: true });
  return { email, started: await setup.login({ email }) };
}

const secretIn = (started: Answer): string =>
  new URL(textMember(started, 'enrollUri')).searchParams.get('secret') ?? '';

type Enrolled = Readonly<{ email: string; secret: string; enrolled: Answer }>;

async function enrol(setup: Setup): Promise<Enrolled> {
  const { email, started } = await firstLogin(setup);
  const secret = secretIn(started);
  const body = { login: textMember(started, 'login'), token: oneTimePassword(secret) };
  return { email, secret, enrolled: await setup.postJson('auth/mfa/login-enroll', body) };
}

async function enrolWith(setup: Setup, token: string | undefined): Promise<Answer> {
  const { started } = await firstLogin(setup);
  return setup.postJson('auth/mfa/login-enroll', { login: textMember(started, 'login'), token });
}

/** Signs in with a second factor, and sends it as often as told. */
async function verify(setup: Setup, times = 1, wrong?: string): Promise<Answer> {
  const { email, secret } = await enrol(setup);
  const login = textMember(await setup.login({ email }), 'login');
  const send = (): Promise<Answer> =>
    setup.postJson('auth/mfa/verify', { login, token: wrong ?? oneTimePassword(secret) });
  for (let sent = 1; sent < times; sent += 1) {
    await send();
  }
  return send();
}

/** Someone with two memberships has still to choose one. */
async function openLogin(setup: Setup): Promise<Readonly<{ started: Answer }>> {
  return { started: await setup.login({ email: setup.twice.email }) };
}

async function verifyUnenrolled(setup: Setup, start: (setup: Setup) => Promise<{ started: Answer }>): Promise<Answer> {
  const { started } = await start(setup);
  return setup.postJson('auth/mfa/verify', { login: textMember(started, 'login'), token: '000000' });
}

const asksForKey = true;

/** Invites and signs in someone who may add a factor, and lets them. */
async function enrolSignedIn(setup: Setup, body: object, afterKey = false): Promise<Answer> {
  const email = `factor-${crypto.randomUUID()}@example.com`;
  const person = { resourceType: 'Practitioner', firstName: 'F', lastName: 'Actor', email, password: goodPassword };
  await sendInvitation(setup, setup.projectId, setup.ownerToken, person);
  const headers = bearer((await setup.signIn({ email })).access_token);
  if (afterKey) {
    await setup.get('auth/mfa/status', headers);
  }
  return setup.postJson('auth/mfa/enroll', body, headers);
}

const enrolAnswer: Expected = {
  status: 200,
  members: 'login mfaEnrollRequired enrollUri enrollQrCode allowedMfaMethods',
  body: {
    mfaEnrollRequired: true,
    enrollUri: /^otpauth:\/\/totp\/[^?]+\?secret=[A-Z2-7]+&period=30&digits=6&algorithm=SHA1&issuer=/,
    allowedMfaMethods: ['totp'],
  },
};

const asPaula = async (setup: Setup, path: string, body: object): Promise<Answer> =>
  setup.postJson(path, body, bearer((await setup.signIn()).access_token));

export const multiFactor: Group = {
  title: 'A second factor (RFC 6238)',
  cases: [
    when('MF01', 'someone signs in who has to enrol', async (setup) => (await firstLogin(setup)).started, enrolAnswer),
    when(
      'MF02',
      'such a login is looked up',
      async (setup) => {
        const { started } = await firstLogin(setup);
        return setup.get(`auth/login/${textMember(started, 'login')}`);
      },
      enrolAnswer,
    ),
    when('MF03', 'someone enrols with a wrong code', (setup) => enrolWith(setup, '000000'), invalid),
    when('MF04', 'someone enrols without a code', (setup) => enrolWith(setup, undefined), noToken),
    when('MF05', 'someone enrols', async (setup) => (await enrol(setup)).enrolled, code),
    when('MF06', 'someone who enrolled signs in', async (setup) => setup.login({ email: (await enrol(setup)).email }), {
      status: 200,
      members: 'login mfaRequired mfaMethods email',
      body: { mfaRequired: true, mfaMethods: ['totp'] },
    }),
    when('MF07', 'the code is wrong', (setup) => verify(setup, 1, '000000'), invalid),
    when('MF08', 'the code is right', (setup) => verify(setup), code),
    when(
      'MF09',
      'the code is sent twice',
      (setup) => verify(setup, 2),
      refuses(400, 'invalid: Login already verified'),
    ),
    when(
      'MF10',
      'the code of another login is used',
      async (setup) => {
        const { email, secret } = await enrol(setup);
        const token = oneTimePassword(secret);
        const [first, second] = [await setup.login({ email }), await setup.login({ email })];
        await setup.postJson('auth/mfa/verify', { login: textMember(first, 'login'), token });
        return setup.postJson('auth/mfa/verify', { login: textMember(second, 'login'), token });
      },
      code,
    ),
    when(
      'MF11',
      'the last factor is removed where one is required',
      async (setup) => {
        const { secret, enrolled } = await enrol(setup);
        const token = textMember(await setup.redeem(textMember(enrolled, 'code')), 'access_token');
        return setup.postJson('auth/mfa/disable', { token: oneTimePassword(secret) }, bearer(token));
      },
      refuses(400, 'invalid: Cannot remove the last MFA factor because MFA is required'),
    ),
    when(
      'MF12',
      'a factor is removed where there is none',
      (setup) => asPaula(setup, 'auth/mfa/disable', { token: '123456' }),
      refuses(400, 'invalid: User not enrolled in MFA'),
    ),
    when('MF13', 'nobody asks for the state', (setup) => setup.get('auth/mfa/status'), unauthorized),
    when('MF14', 'a user enrols before asking for a key', (setup) => enrolSignedIn(setup, {}), noSecret),
    when(
      'MF15',
      'nothing is verified',
      (setup) => setup.postJson('auth/mfa/verify', {}),
      refuses(400, 'invalid: Missing login; invalid: Missing token'),
    ),
    when('MF16', 'a user enrols without a code', (setup) => enrolSignedIn(setup, {}, asksForKey), noToken),
    when(
      'MF17',
      'a user enrols with a wrong code',
      (setup) => enrolSignedIn(setup, { token: '000000' }, asksForKey),
      refuses(400, 'invalid: Invalid token'),
    ),
    when(
      'MF18',
      'a user enrols by mail where the project does not let them',
      (setup) => enrolSignedIn(setup, { method: 'email', token: '000000' }),
      refuses(400, 'invalid: MFA method not allowed'),
    ),
    when(
      'MF19',
      'a code is mailed to a user who has no use for it',
      (setup) => asPaula(setup, 'auth/mfa/send-email-challenge', {}),
      refuses(400, 'invalid: Email MFA not available'),
    ),
    when(
      'MF20',
      'a sign-in mails a code to someone who has another factor',
      async (setup) => {
        const { email } = await enrol(setup);
        return setup.postJson('auth/mfa/send-email', { login: textMember(await setup.login({ email }), 'login') });
      },
      refuses(400, 'invalid: User not enrolled in email MFA'),
    ),
    when(
      'MF21',
      'a code is verified of somebody who has not enrolled, and who has a key',
      (setup) => verifyUnenrolled(setup, firstLogin),
      invalid,
    ),
    when(
      'MF22',
      'a code is verified of somebody who has neither',
      (setup) => verifyUnenrolled(setup, openLogin),
      refuses(400, 'invalid: User not enrolled in MFA'),
    ),
    when(
      'MF23',
      'the last factor is removed where one is required, without a code',
      async (setup) => {
        const token = textMember(await setup.redeem(textMember((await enrol(setup)).enrolled, 'code')), 'access_token');
        return setup.postJson('auth/mfa/disable', {}, bearer(token));
      },
      refuses(400, 'invalid: Cannot remove the last MFA factor because MFA is required'),
    ),
  ],
};
