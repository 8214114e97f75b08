import type { Request, Response } from 'express';
import { readBasicCredentials } from '#caller/basic-credentials.ts';
import type { Caller } from '#tenant/caller.ts';
import { decodeClaims } from '#token/decode-claims.ts';

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
const claimsToShow = [
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

/** Longer than any client id, and short enough to be kept a thousand times. */
const maxText = 500;

/** Describes who sent a request. What it reads is not verified: that is for the handlers. */
export function describeCaller(request: Request, response: Response): CallerNote | undefined {
  const authorization = request.get('authorization') ?? '';
  const [scheme = '', token = ''] = authorization.split(' ');
  const form = formOf(request);
  const known = knownCaller(response);
  if (scheme === 'Bearer') {
    const claims = shownClaims(token);
    return { scheme, clientId: textOf(claims?.['client_id']), claims, ...known };
  }
  if (scheme === 'Basic') {
    return { scheme, clientId: readBasicCredentials(authorization)?.id, grantType: form.grantType, ...known };
  }
  if (form.clientId || form.grantType) {
    return { scheme: 'form', ...form };
  }
  return undefined;
}

/** Of a body, the two parameters that the log shows. */
function formOf({ body }: Request): Pick<CallerNote, 'clientId' | 'grantType'> {
  const { client_id: clientId, grant_type: grantType } = (body ?? {}) as Readonly<Record<string, unknown>>;
  return { clientId: textOf(clientId), grantType: textOf(grantType) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, maxText) : undefined;
}

function shownClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const claims = decodeClaims(token);
  return claims && Object.fromEntries(claimsToShow.flatMap((name) => (name in claims ? [[name, claims[name]]] : [])));
}

function knownCaller(response: Response): Pick<CallerNote, 'profile' | 'onBehalfOf'> {
  const { caller } = response.locals as { caller?: Caller };
  return { profile: caller?.author.reference, onBehalfOf: caller?.onBehalfOf?.reference };
}
