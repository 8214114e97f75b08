/** What one run of a deployed Bot may use. */
export type SandboxLimits = Readonly<{
  /** Bots that run at once. */
  places: number;
  /** Runs that wait for a place; one more is refused with 429. */
  waiting: number;
  /** Time for the process to start, in milliseconds. The Bot's own time begins afterwards. */
  startMs: number;
  /** What a Bot's `timeout` is cut to, in seconds. */
  maxTimeoutSeconds: number;
  /** JavaScript's heap, in megabytes. */
  heapMegabytes: number;
  /** All memory of the process, heap and buffers, in bytes. */
  residentBytes: number;
  /** One message of the Bot: a log line, a request, its result. */
  messageBytes: number;
  /** All messages of one run. */
  totalBytes: number;
  /** How many messages one run may send. */
  messages: number;
  /** One answer of the mock to a request of the Bot, in bytes. */
  answerBytes: number;
  /** Requests of one run that are under way at once; more wait. */
  requestsAtOnce: number;
}>;

/** Enough for any honest Bot, and little for this machine. */
export const sandboxLimits: SandboxLimits = {
  places: 4,
  waiting: 32,
  startMs: 20_000,
  maxTimeoutSeconds: 60,
  heapMegabytes: 96,
  residentBytes: 320 * 1024 * 1024,
  messageBytes: 8 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024,
  messages: 10_000,
  answerBytes: 8 * 1024 * 1024,
  requestsAtOnce: 6,
};
