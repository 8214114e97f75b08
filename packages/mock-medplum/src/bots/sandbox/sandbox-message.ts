import type { OperationOutcome } from '@medplum/fhirtypes';
import { z } from 'zod';

const outcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  id: z.string().optional(),
  issue: z
    .array(
      z.looseObject({
        severity: z.enum(['fatal', 'error', 'warning', 'information']),
        code: z.string(),
        details: z.looseObject({ text: z.string().optional() }).optional(),
      }),
    )
    .min(1),
});

/** A request of the Bot, which asks the mock to make it. */
const fetchMessage = z.strictObject({
  type: z.literal('fetch'),
  id: z.int().nonnegative(),
  url: z.string().max(16_384),
  method: z.string().regex(/^[A-Za-z]{1,16}$/),
  headers: z.array(z.tuple([z.string(), z.string()])).max(100),
  body: z.string().optional(),
});

const schema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started') }),
  z.strictObject({ type: z.literal('log'), line: z.string().max(10_000) }),
  fetchMessage,
  z.strictObject({ type: z.literal('returned'), value: z.unknown().optional() }),
  z.strictObject({ type: z.literal('threw'), outcome }),
]);

/** A request that a Bot asks for. */
export type FetchMessage = z.infer<typeof fetchMessage>;

/** What the process of a Bot may say. */
export type SandboxMessage =
  | Readonly<{ type: 'started' }>
  | Readonly<{ type: 'log'; line: string }>
  | FetchMessage
  | Readonly<{ type: 'returned'; value?: unknown }>
  | Readonly<{ type: 'threw'; outcome: OperationOutcome }>;

/** Deeper than any FHIR resource, and flat enough for whatever walks the value later. */
const maxDepth = 100;

/** Parses one line of the process, which is not trusted. Returns undefined when the line is no valid message. */
export function readSandboxMessage(line: string): SandboxMessage | undefined {
  if (isTooDeep(line)) {
    return undefined;
  }
  try {
    return schema.safeParse(JSON.parse(line)).data as SandboxMessage | undefined;
  } catch {
    return undefined;
  }
}

/** Counts brackets outside of strings, before the parser spends memory on them. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') {
      isInString = !isInString;
    } else if (isInString) {
      at += character === '\\' ? 1 : 0;
    } else if (character === '[' || character === '{') {
      depth += 1;
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
    if (depth > maxDepth) {
      return true;
    }
  }
  return false;
}
