import type { ParametersParameter } from '@medplum/fhirtypes';
import type { Request } from 'express';
import type { AgentReply } from '#tenant/agents.ts';

type Query = Request['query'];

/** Something that an agent is asked to do, and how its answer is told. */
export type AgentOperation = Readonly<{
  /** The word in the types of its messages. */
  name: string;
  /** Parameters of the query that are the operation's own. */
  parameters?: readonly string[];
  /** How long to wait for the answer, in milliseconds. */
  waitMs: (query: Query) => number;
  message?: (query: Query) => object;
  /** Absent when the answer says no more than that it is done. */
  describe?: (reply: AgentReply) => ParametersParameter[];
}>;

const defaultWaitMs = 5000;
const defaultUpgradeMs = 45_000;
const maxUpgradeMs = 56_000;

type LogsReply = Readonly<{ logs?: readonly object[]; hasMore?: boolean; nextBefore?: string }>;

/** The operations on agents by their names. */
export const agentOperations: Readonly<Record<string, AgentOperation>> = {
  'reload-config': { name: 'reloadconfig', waitMs: () => defaultWaitMs },
  stats: {
    name: 'stats',
    waitMs: () => defaultWaitMs,
    describe: (reply) => [
      { name: 'stats', valueString: JSON.stringify((reply as Readonly<{ stats?: object }>).stats ?? {}) },
    ],
  },
  upgrade: {
    name: 'upgrade',
    parameters: ['version', 'timeout', 'force'],
    waitMs: ({ timeout }) => Math.min(integer(timeout) ?? defaultUpgradeMs, maxUpgradeMs),
    message: ({ version, force }) => ({ ...(version && { version }), ...(force === 'true' && { force: true }) }),
  },
  'fetch-logs': {
    name: 'logs',
    parameters: ['limit', 'before'],
    waitMs: () => defaultWaitMs,
    message: ({ limit, before }) => ({ limit: integer(limit), before }),
    describe: (reply) => describeLogs(reply as LogsReply),
  },
};

function describeLogs({ logs = [], hasMore = false, nextBefore }: LogsReply): ParametersParameter[] {
  return [
    { name: 'logs', valueString: logs.map((line) => JSON.stringify(line)).join('\n') },
    { name: 'hasMore', valueBoolean: hasMore },
    ...(nextBefore === undefined ? [] : [{ name: 'nextBefore', valueString: nextBefore }]),
  ];
}

function integer(text: unknown): number | undefined {
  const number = typeof text === 'string' ? Number.parseInt(text, 10) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}
