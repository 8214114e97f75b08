import type { RequestHandler } from 'express';
import { defaultRateLimits, type RateLimits } from '#tenant/rate-limits.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createFixedWindow } from './fixed-window.ts';
import { rateLimitItem } from './rate-limit-item.ts';
import { tooManyRequestsOutcome } from './too-many-requests.ts';

const loginPaths: ReadonlySet<string> = new Set(['/auth/login', '/auth/newuser', '/auth/newproject']);

type RequestKind = Exclude<keyof RateLimits, 'fhirQuota'>;

/** Limits the requests of an address per minute, sign-ins more strictly. Without limits it lets all through. */
export function limitRequests({ settings: { rateLimits }, clock }: Tenant): RequestHandler {
  const consume = createFixedWindow(clock);
  return (request, response, next) => {
    if (!rateLimits) {
      next();
      return;
    }
    const kind = kindOf(request.path);
    const consumption = consume(`${request.ip}:${kind}`, rateLimits[kind] ?? defaultRateLimits[kind], 1);
    response.set('RateLimit', rateLimitItem('requests', consumption));
    if (consumption.isAllowed) {
      next();
    } else {
      response.status(429).json(tooManyRequestsOutcome(consumption));
    }
  };
}

/** `/auth/me` counts as an ordinary request, because every page reads it. */
function kindOf(path: string): RequestKind {
  if (loginPaths.has(path)) {
    return 'login';
  }
  const isAuth = (path.startsWith('/auth/') || path.startsWith('/oauth2/')) && path !== '/auth/me';
  return isAuth ? 'auth' : 'requests';
}
