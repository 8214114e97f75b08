import { ConfigError, isSecureUrl, parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';
import { readSecretFiles } from '#src/secret-files.ts';

export type OpenTelemetrySettings = Readonly<{
  /** Where the collector takes spans. */
  url: string;
  /** Sent to the collector with them; their values are secrets. */
  headers: Readonly<Record<string, string>>;
  /** Share of the requests that are traced, from 0 to 1. */
  ratio: number;
  /** How long spans wait for others to go along, in milliseconds. */
  delayMs: number;
}>;

const collectorUrl = z.url({ protocol: /^https?$/, error: 'must be a URL, such as http://localhost:4318' });

const schema = z.object({
  OTEL_SDK_DISABLED: z.string('must be true or false').optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').default('otlp'),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string('must be text')
    .regex(/^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/, 'must be name=value, with commas between several')
    .optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/protobuf', 'must be http/protobuf: collectors take it on port 4318')
    .optional(),
  OTEL_TRACES_SAMPLER: z
    .stringFormat('sampler', /^(parentbased_)?(always_on|always_off|traceidratio)$/, {
      error: 'must be always_on, always_off or traceidratio',
    })
    .default('always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('must be a number from 0 to 1').min(0).max(1).default(1),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce
    .number('must be milliseconds')
    .int('must be whole milliseconds')
    .min(1)
    .default(5000),
});

/** Reads where spans go, in the variables of the OpenTelemetry specification; undefined when no collector is named. */
export function readOpenTelemetry(env: Environment): OpenTelemetrySettings | undefined {
  const parsed = parseSettings(schema, readSecretFiles(env, /^OTEL_/));
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_HEADERS: given = '' } = parsed;
  const url = parsed.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && new URL('v1/traces', withSlash(base)).href);
  if (!url || parsed.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || parsed.OTEL_TRACES_EXPORTER === 'none') {
    return undefined;
  }
  if (given && !isSecureUrl(url)) {
    const problem = 'would go out over plain http: give the collector an https address';
    throw new ConfigError([{ variable: 'OTEL_EXPORTER_OTLP_HEADERS', problem }]);
  }
  return {
    url,
    headers: Object.fromEntries(given.split(',').flatMap((pair) => (pair ? [nameAndValue(pair)] : []))),
    ratio: ratioOf(parsed.OTEL_TRACES_SAMPLER, parsed.OTEL_TRACES_SAMPLER_ARG),
    delayMs: parsed.OTEL_BSP_SCHEDULE_DELAY,
  };
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** Values are percent-encoded, as in W3C Baggage. */
function nameAndValue(pair: string): readonly [name: string, value: string] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim(), decode(value)];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

// Every request begins a trace here, so there is no parent whose choice could count.
function ratioOf(sampler: string, ratio: number): number {
  if (sampler.endsWith('traceidratio')) {
    return ratio;
  }
  return sampler.endsWith('always_on') ? 1 : 0;
}
