/** Why a request was refused. It appears in the log only, never in an answer. */
export type Reason = Readonly<{
  /** What was broken: a section of a specification, or an entry of the AccessPolicy. */
  rule: string;
  /** One sentence without a secret. */
  because: string;
}>;

const reasons = new WeakMap<Error, Reason>();

/** Keeps the reason beside an error, so that the answer, which is Medplum's, does not tell it. */
export function because<E extends Error>(error: E, reason: Reason): E {
  reasons.set(error, reason);
  return error;
}

/** The reason that was kept beside an error, if one was. */
export function keptReason(error: unknown): Reason | undefined {
  return error instanceof Error ? reasons.get(error) : undefined;
}
