/** Where a Bot's tenant is. Both end with a slash; `loopbackUrl` is where it listens, also behind a proxy. */
export type TenantAddress = Readonly<{ baseUrl: string; loopbackUrl: string }>;

/** One run of deployed code. */
export type SandboxWork = Readonly<{
  code: string;
  timeoutSeconds: number;
  tenant: TenantAddress;
  /** What the process is told: the event, and with which token it calls the mock. */
  order: Readonly<Record<string, unknown>>;
  /** Takes a line of the Bot's console. */
  log: (line: string) => void;
}>;

/** Where the deployed code of one server's Bots runs. A server that has none runs no deployed code. */
export type BotSandbox = Readonly<{
  /**
   * Runs code in a process of its own and returns what the Bot returned.
   *
   * @throws OperationOutcomeError with what the Bot threw, 400 when it broke a limit, 429 when too many wait.
   */
  run: (work: SandboxWork) => Promise<unknown>;
  /** Ends all processes, and refuses what waits. */
  close: () => Promise<void>;
}>;
