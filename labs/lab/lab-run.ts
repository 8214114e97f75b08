import type { DemoProject } from '@auth-patterns/demo-project';
import type { Tenant } from '@auth-patterns/mock-medplum';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';

/** What a lab's check works with: a Medplum of its own, and steps that are told to the learner. */
export type LabRun = Readonly<{
  /** Starts the clinic for this run, as the given project describes it. */
  startMedplum: (project: DemoProject) => Promise<LabMedplum>;
  /**
   * Tries one thing. When it goes wrong, the run ends there, and the learner reads what the check saw, what the rule is,
   * and where to look next.
   */
  step: (title: string, words: StepWords, work: () => Promise<void>) => Promise<void>;
  /** Does something when the run is over, however it went. */
  atEnd: (work: () => unknown) => void;
}>;

export type StepWords = Readonly<{
  /** What the specification, or Medplum, says about it. */
  rule: string;
  /** Where to look next. */
  next: string;
}>;

/** The clinic of one run, on mock-medplum. */
export type LabMedplum = Readonly<{
  baseUrl: string;
  control: ControlClient;
  tenant: Tenant;
}>;

/** A lab's check: tries the learner's file in the app it belongs to. */
export type Check = (run: LabRun) => Promise<void>;

/** What a check saw instead of what it wanted. Its message is a sentence for the learner. */
export class Saw extends Error {
  override readonly name = 'Saw';
}

/** Ends a step with a sentence for the learner, unless the condition holds. */
export function unless(isRight: boolean, saw: string): asserts isRight {
  if (!isRight) {
    throw new Saw(saw);
  }
}
