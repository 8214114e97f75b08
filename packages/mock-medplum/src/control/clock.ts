import { Router } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';

/** What `GET` and `POST /mock/clock` answer. */
export type ClockReport = Readonly<{ now: string; frozen: boolean }>;

const change = z.strictObject({
  moveSeconds: z.number().optional(),
  set: z.iso.datetime({ offset: true }).optional(),
  frozen: z.boolean().optional(),
});

/** A change of the clock: set, then moved, then frozen or let go. */
export type ClockChange = z.input<typeof change>;

/** `GET /mock/clock` tells the time, `POST` changes it. */
export function clockRoutes(host: TenantHost): Router {
  const { clock } = host;
  const report = (): ClockReport => ({
    now: clock.now().toISOString(),
    frozen: clock.state().frozenAtMs !== undefined,
  });
  const routes = Router();
  routes.get('/', (_request, response) => void response.json(report()));
  routes.post('/', (request, response) => {
    const { moveSeconds, set, frozen } = readBody(host.tenant, request, change);
    if (set !== undefined) {
      clock.set(new Date(set));
    }
    if (moveSeconds !== undefined) {
      clock.move(moveSeconds * 1000);
    }
    if (frozen !== undefined) {
      clock.freeze(frozen);
    }
    response.json(report());
  });
  return routes;
}
