import { parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const schema = z.object({
  LEGACY_PROXY_METRICS_TOKEN: z.string('must be text').min(16, 'must have at least 16 characters').optional(),
});

/** Reads what a scraper has to send as a Bearer token. */
export function readMetricsToken(env: Environment): string | undefined {
  return parseSettings(schema, env).LEGACY_PROXY_METRICS_TOKEN;
}
