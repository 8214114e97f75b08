import { type BrowserSettings, medplumEndpoints } from '@auth-patterns/auth-config';
import { SignInError } from '#medplum/error.ts';
import { secureAddress } from '#parts/secure-address.ts';
import type { LaunchErrorCode } from './failures.ts';

/** What an EHR's link to `/smart/launch` brings: an id that only its authorization server understands. */
export type LaunchLink = Readonly<{ launch: string }>;

/**
 * Reads a launch link. Anyone can make one, with an `iss` that names a server of theirs: an app that asks that server
 * where to sign in sends its user, and later the code, to whoever wrote the link (SMART App Launch 2.2, "iss").
 *
 * @throws SignInError before any request.
 */
export function readLaunchLink(search: string, { baseUrl }: Pick<BrowserSettings, 'baseUrl'>): LaunchLink {
  const query = new URLSearchParams(search);
  const issuers = query.getAll('iss');
  const launch = query.get('launch');
  if (issuers.length !== 1 || issuers[0]?.replace(/\/$/, '') !== medplumEndpoints(baseUrl).fhir) {
    throw new SignInError<LaunchErrorCode>('iss_unknown', `The link names ${issuers.join(' and ') || 'no server'}`);
  }
  if (!launch) {
    throw new SignInError<LaunchErrorCode>('launch_missing', 'The link has no launch');
  }
  return { launch };
}

/**
 * Makes the link by which an EHR opens an app.
 *
 * @throws SignInError when the app's launch URI is not safe to open.
 */
export function launchLink(launchUri: string, baseUrl: string, { launch }: LaunchLink): string {
  const url = secureAddress(launchUri);
  url.searchParams.set('iss', medplumEndpoints(baseUrl).fhir);
  url.searchParams.set('launch', launch);
  return url.href;
}
