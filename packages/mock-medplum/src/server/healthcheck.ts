import type { RequestHandler } from 'express';
import { serverVersion } from '#http/server-version.ts';

/** `GET /healthcheck`, in the shape of Medplum's; there are no databases that could be down. */
export const healthcheck: RequestHandler = (_request, response) => {
  response.json({
    ok: true,
    version: serverVersion,
    platform: process.platform,
    runtime: process.version,
    postgres: true,
    redis: true,
    redisInstances: { default: true },
  });
};
