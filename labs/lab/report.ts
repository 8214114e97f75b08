/** One step of a check, as it went. */
export type StepReport = Readonly<{
  title: string;
  isRight: boolean;
  /** Of a step that went wrong. */
  saw?: string;
  rule?: string;
  next?: string;
}>;

/** One request of a run to Medplum, without secrets. */
export type RequestLine = Readonly<{
  method: string;
  path: string;
  status: number;
  /** Who asked. */
  caller?: string;
  /** The rule that refused it, and why. */
  refusedBy?: string;
}>;

/** How a learner's file did in one run. */
export type Report = Readonly<{
  lab: number;
  isDone: boolean;
  steps: readonly StepReport[];
  /** The latest, oldest first. */
  requests: readonly RequestLine[];
  /** How long the run took, in milliseconds. */
  ms: number;
}>;
