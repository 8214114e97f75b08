import { decodeJwt } from 'jose';
import type { Request, Response } from 'express';

import { readBasicCredentials } from '#authentication/basic-credentials.ts';
import { readParameters } from '#http/parameters.ts';
import type { Caller } from '#tenant/caller.ts';

/** Who asked, without secrets. */
export type CallerNote = Readonly<{
  /** `Bearer`, `Basic` or `form`. */
  scheme: string;
  clientId?: string | undefined;
  /** The token's claims, but for the secret ones. */
  claims?: Readonly<Record<string, unknown>> | undefined;
  /** Whom the server found behind the credentials. */
  profile?: string | undefined;
  onBehalfOf?: string | undefined;
  grantType?: string | undefined;
}>;

/** Claims that are shown; a claim that is not named here may be a secret. */
const SHOWN_CLAIMS = [
  'iss',
  'aud',
  'sub',
  'client_id',
  'login_id',
  'scope',
  'profile',
  'fhirUser',
  'iat',
  'exp',
  'jti',
];

/** Describes who sent a request. What it reads is not verified: that is for the handlers. */
export function describeCaller(request: Request, response: Response): CallerNote | undefined {
  const authorization = request.get('authorization') ?? '';
  const [scheme = '', token = ''] = authorization.split(' ');
  const form = readParameters(request.body);
  const known = knownCaller(response);
  if (scheme === 'Bearer') {
    const claims = shownClaims(token);
    return { scheme, clientId: claims?.['client_id'] as string | undefined, claims, ...known };
  }
  if (scheme === 'Basic') {
    return { scheme, clientId: readBasicCredentials(authorization)?.id, grantType: form['grant_type'], ...known };
  }
  if (form['client_id'] || form['grant_type']) {
    return { scheme: 'form', clientId: form['client_id'], grantType: form['grant_type'] };
  }
  return undefined;
}

function shownClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims = decodeJwt(token);
    return Object.fromEntries(SHOWN_CLAIMS.flatMap((name) => (name in claims ? [[name, claims[name]]] : [])));
  } catch {
    return undefined;
  }
}

function knownCaller(response: Response): Pick<CallerNote, 'profile' | 'onBehalfOf'> {
  const { caller } = response.locals as { caller?: Caller };
  return { profile: caller?.author.reference, onBehalfOf: caller?.onBehalfOf?.reference };
}
