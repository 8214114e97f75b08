/** A program that ran to its end. */
export type Ran = Readonly<{ code: number; stdout: string }>;

/** What the doctor needs of the world outside. */
export type Outside = Readonly<{
  fetch: typeof fetch;
  now: () => number;
  /** Variables of this process, which win over those of a `.env`. */
  env: Readonly<Record<string, string | undefined>>;
  /** The root of the repository. */
  root: string;
  /** Runs a program. One that cannot be started ends with the code 127. */
  run: (
    command: string,
    args: readonly string[],
    where: Readonly<{ cwd: string; env?: Readonly<Record<string, string | undefined>> }>,
  ) => Promise<Ran>;
}>;

const timeoutMs = 5_000;

/**
 * Sends a request and follows no redirect, which would carry a credential elsewhere.
 *
 * @returns undefined when nobody answers within five seconds.
 */
export async function ask(
  { fetch }: Pick<Outside, 'fetch'>,
  url: string,
  init: RequestInit = {},
): Promise<Response | undefined> {
  return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined);
}

/** Reads an answer as JSON; an empty object when it is none. */
export async function readJson(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
