import type { MedplumClient } from '@medplum/core';
import type { Login, Project, Reference } from '@medplum/fhirtypes';
import { readAccessToken } from '#parts/access-token.ts';

/** One sign-in that still holds: a Login in Medplum. */
export type SignedInSession = Readonly<{
  id: string;
  authMethod: Login['authMethod'];
  /** When it was begun or last renewed. */
  lastUpdated: string;
  remoteAddress?: string;
  project?: Reference<Project>;
  /** True for the session of this page's own token. */
  isThisOne: boolean;
}>;

/** What `GET auth/me` says about the account's security. */
export type Security = Readonly<{ mfaEnrolled: boolean; sessions: readonly SignedInSession[] }>;

type Answer = Readonly<{
  security?: Readonly<{ mfaEnrolled: boolean; sessions: readonly Omit<SignedInSession, 'isThisOne'>[] }>;
}>;

/** Asks afresh: what the SDK asked after sign-in is old by now. */
export async function readSecurity(medplum: MedplumClient): Promise<Security> {
  const { security } = (await medplum.get('auth/me', { cache: 'no-cache' })) as Answer;
  const { login_id: thisOne } = (readAccessToken(medplum)?.payload ?? {}) as { login_id?: string };
  const sessions = (security?.sessions ?? []).map((session) => ({ ...session, isThisOne: session.id === thisOne }));
  return {
    mfaEnrolled: security?.mfaEnrolled ?? false,
    sessions: sessions.sort(
      (one, other) =>
        Number(other.isThisOne) - Number(one.isThisOne) || other.lastUpdated.localeCompare(one.lastUpdated),
    ),
  };
}

/** Ends one of the user's sessions. Whoever holds its tokens is refused from the next request on. */
export async function revokeSession(medplum: MedplumClient, loginId: string): Promise<void> {
  await medplum.post('auth/revoke', { loginId });
}
