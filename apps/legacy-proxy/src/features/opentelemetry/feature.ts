import type { Log } from '#log';
import type { Feature } from '#src/feature.ts';
import { readOpenTelemetry } from './settings.ts';
import type { Tracing } from './start-tracing.ts';

/** Traces of requests, and of what they ask Medplum, for a collector of OpenTelemetry. No span names a person. */
export const openTelemetry: Feature = {
  name: 'opentelemetry',
  configure: (env) => {
    const settings = readOpenTelemetry(env);
    if (!settings) {
      return undefined;
    }
    let tracing: Tracing | undefined;
    let log: Log | undefined;
    return {
      secrets: Object.values(settings.headers),
      start: async () => {
        // Loaded here, so that whoever names no collector loads none of it.
        const { startTracing } = await import('./start-tracing.ts');
        tracing = startTracing(settings, () => log?.('spans_not_sent', { collector: new URL(settings.url).origin }));
      },
      middleware: (app) => {
        log = app.log;
        return (request, response, next) => (tracing ? tracing.trace(request, response, next) : next());
      },
      stop: async () => tracing?.stop(),
    };
  },
};
