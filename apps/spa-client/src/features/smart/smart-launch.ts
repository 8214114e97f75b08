import { medplumEndpoints } from '@auth-patterns/auth-config';
import type { ClientStorage, MedplumClient } from '@medplum/core';
import { createMedplum } from '#medplum/create-medplum.ts';
import { requestTokens, signInWithTokens } from '#medplum/redeem-code.ts';
import { checkAnswer } from '#medplum/sign-in.ts';
import { createSession, type Session } from '#medplum/session.ts';
import { createAttempt } from '#medplum/attempt.ts';
import type { SignInContext } from '#medplum/sign-in-context.ts';
import { SignInError } from '#medplum/error.ts';
import { rememberLaunchAttempt, takeLaunchAttempt } from './smart-launch-attempt.ts';
import { type LaunchContext, readLaunchContext } from './smart-launch-context.ts';
import { createLaunchStorage } from './smart-launch-storage.ts';

/** A SMART app inside this one: it has a client, tokens and a session of its own, in this tab alone. */
export type SmartApp = Readonly<{
  medplum: MedplumClient;
  session: Session;
  /** What came with the tokens; nothing before a launch and after signing out. */
  context: () => LaunchContext | undefined;
  /** Leaves this page for Medplum's sign-in page. Without a `launch` it is a standalone one. */
  start: (request: Readonly<{ launch?: string; scopes: readonly string[] }>) => Promise<void>;
  /** Finishes on `/smart/callback`, given its query. */
  finish: (search: string) => Promise<void>;
}>;

type Parts = Readonly<{ context: SignInContext; storage: ClientStorage; session: Session }>;

const contextKey = 'launchContext';
const apps = new WeakMap<SignInContext, SmartApp>();

/** The launched app of this page: always the same one, so that StrictMode's two runs share a sign-in. */
export function smartApp(context: SignInContext): SmartApp {
  const app = apps.get(context) ?? createSmartApp(context);
  apps.set(context, app);
  return app;
}

function createSmartApp(outer: SignInContext): SmartApp {
  const { settings, fetch, tabStorage } = outer;
  const storage = createLaunchStorage(settings.tokenStorage, tabStorage);
  const medplum = createMedplum({ settings, tokenStorage: storage, fetch });
  const session = createSession({ because: 'not-yet', forget: () => undefined });
  if (medplum.getActiveLogin()) {
    session.restore(async () => undefined, { leftIdle: false });
  }
  session.follow(medplum);
  const parts: Parts = { context: { ...outer, medplum }, storage, session };
  let finishing: Readonly<{ search: string; result: Promise<void> }> | undefined;

  return {
    medplum,
    session,
    context: () => storage.getObject(contextKey),
    start: (request) => start(parts, request),
    finish: (search) => {
      if (finishing?.search !== search) {
        finishing = { search, result: finish(parts, search) };
      }
      return finishing.result;
    },
  };
}

async function start({ context, session }: Parts, { launch, scopes }: Parameters<SmartApp['start']>[0]): Promise<void> {
  const { settings, authorizationServer, tabStorage, leaveFor, medplum } = context;
  if (medplum.getActiveLogin()) {
    // A launch that fails must not leave the last patient on the screen.
    await session.signOut();
  }
  const { attempt, codeChallenge } = await createAttempt('medplum', '/smart/app');
  const scope = scopes.join(' ');
  rememberLaunchAttempt(tabStorage, { ...attempt, scope });

  const url = new URL(authorizationServer.server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: smartRedirectUri(context),
    scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    // Whom the token is for. A server that is not this one refuses, instead of getting a token that works elsewhere.
    aud: medplumEndpoints(settings.baseUrl).fhir,
    ...(launch && { launch }),
    // Else Medplum goes on with the login that its cookie names, and that one has another launch: another patient.
    prompt: 'login',
  }).toString();
  leaveFor(url.href);
}

async function finish({ context, storage }: Parts, search: string): Promise<void> {
  const attempt = takeLaunchAttempt(context.tabStorage);
  if (!attempt) {
    throw new SignInError('callback_without_attempt', 'This tab has no launch under way');
  }
  const answer = checkLaunchAnswer(context, search, attempt);
  const tokens = await requestTokens(context, answer, { ...attempt, redirectUri: smartRedirectUri(context) });
  await signInWithTokens(context, tokens);
  // Not `setObject`: it leaves out lists that are empty.
  storage.setString(contextKey, JSON.stringify(readLaunchContext(tokens, attempt.scope)));
}

function checkLaunchAnswer(
  context: SignInContext,
  search: string,
  attempt: Parameters<typeof checkAnswer>[2],
): URLSearchParams {
  try {
    return checkAnswer(context, new URLSearchParams(search), attempt);
  } catch (cause) {
    const isUnknown = cause instanceof SignInError && cause.message === 'Invalid launch';
    throw isUnknown ? new SignInError('launch_unknown', cause.message, { cause, raw: cause.raw }) : cause;
  }
}

/** Registered with the ClientApplication, next to that of the app around it. */
function smartRedirectUri({ origin }: Pick<SignInContext, 'origin'>): string {
  return `${origin}/smart/callback`;
}
