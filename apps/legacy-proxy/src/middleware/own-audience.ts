import { refuseForeignRequest, type ForeignRequestCode } from '@auth-patterns/auth-config';
import type { RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

const nextSteps: Readonly<Record<ForeignRequestCode, string>> = {
  foreign_host: 'If people reach it under this name, set LEGACY_PROXY_PUBLIC_URL.',
  foreign_origin: 'Open this application in a tab of its own.',
  cross_site: 'Open this application in a tab of its own.',
};

/** A request that a page of another origin sent, or that came under a foreign name. */
export class ForeignRequestError extends HttpError {}

/**
 * Answers this machine and the public host, and no other name: a stranger's page could make its own name point here
 * and read whatever is answered. Pages of other origins can link to this application and do nothing else.
 */
export function ownAudience(publicOrigin: string | undefined): RequestHandler {
  const hosts = publicOrigin === undefined ? [] : [new URL(publicOrigin).hostname];
  return ({ method, headers }, _response, next) => {
    const refusal = refuseForeignRequest(method, headers, { hosts });
    next(refusal && new ForeignRequestError(403, refusal.message, nextSteps[refusal.code]));
  };
}
