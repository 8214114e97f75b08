import { medplumEndpoints } from '@auth-patterns/auth-config';
import type { MedplumClient } from '@medplum/core';
import { createKeptStorage, type KeptStorage, readStored, storagePrefix } from '#kept-storage';
import { createMedplum, type SignInContext } from '#medplum/client.ts';
import { type CodeFlow, createCodeFlow } from '#medplum/code-flow.ts';
import { SignInError } from '#medplum/error.ts';
import { type MedplumTokens, signInWithTokens } from '#medplum/redeem-code.ts';
import { createSession, type Session } from '#medplum/session.ts';
import type { LaunchErrorCode } from './failures.ts';
import { type LaunchContext, readLaunchContext } from './smart-launch-context.ts';

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

/** Apart from what the app around it keeps: a launch must not finish a sign-in of that app, nor the other way round. */
const attemptKey = `${storagePrefix}smartLaunchAttempt`;
const prefix = `${storagePrefix}smart:`;
const contextKey = `${prefix}launchContext`;

type LaunchFlow = CodeFlow<Readonly<{ scope: string }>, void>;

const apps = new WeakMap<SignInContext, SmartApp>();

/** The launched app of this page: always the same one, so that StrictMode's two runs share a sign-in. */
export function smartApp(context: SignInContext): SmartApp {
  const app = apps.get(context) ?? createSmartApp(context);
  apps.set(context, app);
  return app;
}

function createSmartApp(outer: SignInContext): SmartApp {
  const { settings, tabStorage } = outer;
  const storage = createKeptStorage(settings.tokenStorage === 'memory' ? undefined : () => tabStorage, prefix);
  const medplum = createMedplum(outer, storage, prefix);
  const session = createSession(() => undefined);
  if (medplum.getActiveLogin()) {
    session.restore(async () => undefined);
  }
  session.follow(medplum);
  const context = { ...outer, medplum };
  const flow = launchFlow(context, storage);

  return {
    medplum,
    session,
    context: () => readStored<LaunchContext>(storage, contextKey, ({ granted }) => Array.isArray(granted)),
    start: async ({ launch, scopes }) => {
      if (medplum.getActiveLogin()) {
        // A launch that fails must not leave the last patient on the screen.
        await session.signOut();
      }
      const scope = scopes.join(' ');
      await flow.start({ scope }, { scope, ...launchParameters(settings.baseUrl, launch) });
    },
    finish: async (search) => flow.finish(search).catch(explainLaunch),
  };
}

function launchFlow(context: SignInContext, storage: KeptStorage): LaunchFlow {
  const { authorizationServer, origin, tabStorage, leaveFor } = context;
  return createCodeFlow({
    server: () => authorizationServer,
    // Registered with the ClientApplication, next to that of the app around it.
    redirectUri: `${origin}/smart/callback`,
    key: attemptKey,
    tabStorage,
    leaveFor,
    use: async (tokens, { scope }) => {
      await signInWithTokens(context, tokens);
      storage.setItem(contextKey, JSON.stringify(readLaunchContext(tokens as MedplumTokens, scope)));
    },
  });
}

function launchParameters(baseUrl: string, launch: string | undefined): Readonly<Record<string, string>> {
  return {
    // Whom the token is for. A server that is not this one refuses, instead of getting a token that works elsewhere.
    aud: medplumEndpoints(baseUrl).fhir,
    ...(launch && { launch }),
    // Else Medplum goes on with the login that its cookie names: whoever signed in before, not who opened the record.
    prompt: 'login',
  };
}

function explainLaunch(cause: unknown): never {
  const isUnknown = cause instanceof SignInError && cause.message === 'Invalid launch';
  throw isUnknown
    ? new SignInError<LaunchErrorCode>('launch_unknown', cause.message, { cause, raw: cause.raw })
    : cause;
}
