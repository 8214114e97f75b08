/** One thing that happened. It carries no secret. */
export type LogEntry = Readonly<{ event: string } & Record<string, unknown>>;

/** Takes a tenant's events, for example sign-ins and faults. */
export type Log = (entry: LogEntry) => void;
