import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, type RateLimitRequestHandler } from 'express-rate-limit';
import { countingPlace } from './counting-place.ts';
import { createLimit } from './create-limit.ts';
import type { DeviceCookie } from './device-cookie.ts';
import type { Signer } from './signer.ts';
import { usernameField } from './username-field.ts';

export type SignInLimits = Readonly<{
  guards: readonly RequestHandler[];
  /** Forgets the failures of this user on this device, or at this address, and no others. */
  forgive: (request: Request) => void;
}>;

/**
 * Slows down who guesses passwords, and nobody else. A device on which the user signed in before is counted by itself,
 * so no stranger can use up its attempts: 5 failures a minute. All others share three limits: 30 a minute for an
 * address, 5 for an account at an address, and 20 for an account from everywhere.
 */
export function createSignInLimits(sign: Signer, devices: DeviceCookie): SignInLimits {
  const deviceOf = (request: Request): string | undefined => devices.deviceOf(request, usernameField(request));
  const isKnown = (request: Request): boolean => deviceOf(request) !== undefined;
  const isUnknown = (request: Request): boolean => !isKnown(request);

  const placeOfDevice = (request: Request): string =>
    countingPlace(sign, [deviceOf(request) ?? '', usernameField(request)]);
  const placeHere = (request: Request): string => countingPlace(sign, [addressOf(request), usernameField(request)]);

  const device = limitFailures(5, placeOfDevice, isUnknown);
  const address = limitFailures(30, (request) => countingPlace(sign, [addressOf(request)]), isKnown);
  const accountHere = limitFailures(5, placeHere, isKnown);
  const account = limitFailures(20, (request) => countingPlace(sign, [usernameField(request)]), isKnown);

  function forgive(request: Request): void {
    if (isKnown(request)) {
      device.resetKey(placeOfDevice(request));
    } else {
      accountHere.resetKey(placeHere(request));
    }
  }

  // The address comes first: what is refused there is counted against no account.
  return { guards: [device, address, accountHere, account], forgive };
}

function limitFailures(
  limit: number,
  keyGenerator: (request: Request) => string,
  skip: (request: Request) => boolean,
): RateLimitRequestHandler {
  return createLimit({
    limit,
    keyGenerator,
    skip,
    skipSuccessfulRequests: true,
    // When this server is too busy to check a password, nobody has guessed one.
    requestWasSuccessful: (_request, { statusCode }) => statusCode !== 401 && statusCode !== 429,
  });
}

/** The address, or for IPv6 the network that one household or ward is given. */
function addressOf({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '');
}
