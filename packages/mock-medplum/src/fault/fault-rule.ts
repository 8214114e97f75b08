import { z } from 'zod';

/** Header names and values by RFC 9110 §5, so that a rule cannot break its own answer. */
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'A header has a name of RFC 9110');
const headerValue = z.string().regex(/^[\t\u0020-\u007e]*$/, 'A header has printable ASCII as its value');

/** What goes wrong. */
const effect = z.discriminatedUnion('fault', [
  /** Any status, with an OperationOutcome or a body of your own, and headers besides. */
  z.object({
    fault: z.literal('status'),
    status: z.int().min(400).max(599),
    body: z.json().optional(),
    headers: z.record(headerName, headerValue).optional(),
  }),
  /** The answer comes late, by the real clock, and is unchanged. */
  z.object({ fault: z.literal('delay'), milliseconds: z.int().min(0).max(600_000) }),
  /** The connection is reset without an answer. */
  z.object({ fault: z.literal('reset') }),
  /** The request is carried out, but the connection breaks in the middle of its answer: half a token arrives. */
  z.object({ fault: z.literal('half-answer') }),
  /** 200 with a page of HTML, as a captive portal or a proxy sends. */
  z.object({ fault: z.literal('html') }),
  /** 429 as Medplum's rate limit sends it, with `RateLimit`. */
  z.object({ fault: z.literal('rate-limit'), resetSeconds: z.int().min(0).default(60) }),
  /** 503, with `Retry-After` when it says how long. */
  z.object({ fault: z.literal('unavailable'), retryAfterSeconds: z.int().min(0).optional() }),
]);

/** Which requests a fault is for, and how often. What is left out matches everything. */
const match = z.object({
  method: z.string().optional(),
  /** Path below the tenant, without the query; `*` stands for any characters. */
  path: z.string().startsWith('/', 'A path begins with a slash').optional(),
  /** Id of the client that asks, by its token, Basic or form. */
  client: z.string().optional(),
  /** Lets this many matching requests pass first. */
  after: z.int().min(0).default(0),
  /** Applies this often, then never again. Default is always. */
  times: z.int().min(1).optional(),
  /** Applies to this share of the matching requests, which `seed` chooses. */
  probability: z.number().min(0).max(1).default(1),
  /** The same seed chooses the same requests. */
  seed: z.int().default(1),
});

/** A fault and its circumstances, as `POST /mock/faults` takes them. */
export const faultRule = z.intersection(match, effect);

/** A rule before its defaults are filled in. */
export type FaultRule = z.input<typeof faultRule>;

/** A rule with its defaults. */
export type ReadFaultRule = z.output<typeof faultRule>;
