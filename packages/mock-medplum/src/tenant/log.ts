/** One thing that happened. It carries no secret. */
export type LogEntry = Readonly<{ event: string } & Record<string, unknown>>;

/** Where a tenant tells what happened, for example login events and its own faults. */
export type Log = (entry: LogEntry) => void;
