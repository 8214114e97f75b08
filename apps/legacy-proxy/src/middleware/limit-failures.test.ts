import type { Request, RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { parseForm } from './form-body.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { createSigner } from './signer.ts';

type Attempt = Readonly<{ status: number; user?: string; device?: string }>;

/** Serves a sign-in form whose answer the attempt chooses; a 303 is a success. */
async function startSignIn(): Promise<(attempt: Attempt, times?: number) => Promise<number[]>> {
  const deviceOf = ({ headers }: Request): string | undefined => headers['x-device'] as string | undefined;
  const { guards, forgive } = createSignInLimits(createSigner('a secret'), { deviceOf, remember: () => undefined });
  const answer: RequestHandler = (request, response) => {
    const status = Number(request.headers['x-status']);
    if (status === 303) {
      forgive(request);
    }
    response.status(status).end();
  };
  const url = await serveHandlers([parseForm, ...guards, answer]);

  async function attempt({ status, user = 'nurse.kim', device }: Attempt): Promise<number> {
    const headers = { 'x-status': String(status), ...(device && { 'x-device': device }) };
    const body = new URLSearchParams({ username: user });
    return (await fetch(url, { method: 'POST', headers, body, redirect: 'manual' })).status;
  }
  return async (given, times = 1) => {
    const statuses: number[] = [];
    for (let count = 0; count < times; count += 1) {
      statuses.push(await attempt(given));
    }
    return statuses;
  };
}

test('[L11] attempts that this server was too busy for, and successes, count for nothing', async () => {
  const send = await startSignIn();

  const busy = await send({ status: 503 }, 25);
  const signedIn = await send({ status: 303 }, 25);
  const wrong = await send({ status: 401 }, 6);

  expect(new Set([...busy, ...signedIn])).toEqual(new Set([503, 303]));
  expect(wrong).toEqual([401, 401, 401, 401, 401, 429]);
});

test('[L11] success, on a known device, forgets the failures there, and on another device none', async () => {
  const send = await startSignIn();
  const [own, other] = [{ device: 'own' }, { device: 'other' }];
  await send({ status: 401, ...own }, 4);
  await send({ status: 401, ...other }, 4);

  const signedIn = await send({ status: 303, ...own });
  const statuses = [...(await send({ status: 401, ...own }, 4)), ...(await send({ status: 401, ...other }, 2))];

  expect([...signedIn, ...statuses]).toEqual([303, 401, 401, 401, 401, 401, 429]);
});

test('[L11] attempts that were refused, keep whoever goes on trying out', async () => {
  const send = await startSignIn();

  const statuses = await send({ status: 401 }, 12);
  const others = await send({ status: 401, user: 'nurse.sol' }, 5);

  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(others).toEqual([401, 401, 401, 401, 401]);
});
