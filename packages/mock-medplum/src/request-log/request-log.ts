import type { Reason } from '#reason/reason.ts';
import type { CallerNote } from './describe-caller.ts';
import type { PolicyDecision } from './request-notes.ts';

/** One request that was answered, without secrets. */
export type RequestLogEntry = Readonly<{
  /** Counts from 1 in each tenant. */
  sequence: number;
  requestId: string;
  /** The value of `traceparent`, or an id of the mock's own: all requests of one trace have the same trace id in it. */
  traceId: string;
  /** When it came in, by the tenant's clock. */
  time: string;
  method: string;
  /** Path and query below the tenant; the values of secret parameters are replaced. */
  path: string;
  remoteAddress: string;
  /** 0 when the connection ended without an answer. */
  status: number;
  /** By the real clock. */
  durationMs: number;
  /** Who asked, as far as the request says; whether it is true, the status tells. */
  caller?: CallerNote | undefined;
  /** What the AccessPolicy said. */
  decisions?: readonly PolicyDecision[] | undefined;
  /** Why it was refused. Every entry with a status of 400 or more has one, unless a fault was injected. */
  reason?: Reason | undefined;
  /** The fault that was injected, by its id. */
  fault?: string | undefined;
}>;

/** A tenant's latest requests. */
export type RequestLog = Readonly<{
  add: (entry: Omit<RequestLogEntry, 'sequence'>) => void;
  /** Oldest first. */
  list: (after?: number) => readonly RequestLogEntry[];
  /** Is told of every request from now on, until the returned function is called. */
  follow: (listener: (entry: RequestLogEntry) => void) => () => void;
  clear: () => void;
}>;

const maxEntries = 1000;

/** Makes an empty log. It keeps the latest thousand requests. */
export function createRequestLog(): RequestLog {
  const entries: RequestLogEntry[] = [];
  const listeners = new Set<(entry: RequestLogEntry) => void>();
  let count = 0;

  return {
    add: (fields) => {
      count += 1;
      const entry = { sequence: count, ...fields };
      entries.push(entry);
      if (entries.length > maxEntries) {
        entries.shift();
      }
      for (const tell of listeners) {
        tell(entry);
      }
    },
    list: (after = 0) => entries.filter(({ sequence }) => sequence > after),
    follow: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear: () => void entries.splice(0),
  };
}
