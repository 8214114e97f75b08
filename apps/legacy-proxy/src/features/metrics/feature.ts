import { Gauge, Histogram, Registry } from 'prom-client';
import { HttpError } from '#middleware/http-error.ts';
import { isSameText } from '#middleware/is-same-text.ts';
import type { AppContext, Feature } from '#src/feature.ts';
import { readMetricsToken } from './settings.ts';

/** Figures for Prometheus at `/metrics`, for whoever has the token. No label names a person or an address. */
export const metrics: Feature = {
  name: 'metrics',
  configure: (env) => {
    const token = readMetricsToken(env);
    if (token === undefined) {
      return undefined;
    }
    const registry = new Registry();
    const durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'How long requests took',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    });
    return {
      secrets: [token],
      middleware: (app) => {
        addMedplumGauges(registry, app);
        return (request, response, next) => {
          const end = durations.startTimer();
          response.once('finish', () => {
            const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
            end({ method: request.method, route, status: response.statusCode });
          });
          next();
        };
      },
      routes: () => [
        {
          method: 'get',
          path: '/metrics',
          access: 'public',
          handle: [
            async (request, response) => {
              if (!isSameText(request.headers.authorization ?? '', `Bearer ${token}`)) {
                response.set('WWW-Authenticate', 'Bearer');
                throw new HttpError(401, 'This address is for the monitoring.', 'Send its Bearer token.');
              }
              response.type(registry.contentType).send(await registry.metrics());
            },
          ],
        },
      ],
    };
  },
};

function addMedplumGauges(registry: Registry, { medplum, now }: AppContext): void {
  const registers = [registry];
  const gauges = [
    ['medplum_sign_ins_total', 'Sign-ins to Medplum since the start', () => medplum.status().signIns],
    ['medplum_is_signed_in', 'Whether a good token is held', () => Number(medplum.status().isSignedIn)],
    [
      'medplum_token_seconds_left',
      'How long the token is good',
      () => Math.max(0, ((medplum.status().token?.expiresAtMs ?? 0) - now()) / 1000),
    ],
  ] as const;
  for (const [name, help, read] of gauges) {
    const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
  }
}
