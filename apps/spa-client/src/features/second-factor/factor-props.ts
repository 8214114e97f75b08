import type { MfaMethod } from '#login/login-step.ts';
import type { SecondFactors } from './second-factors.ts';

export type FactorProps = Readonly<{
  factors: SecondFactors;
  /** Says what was done, and reads again what is now. */
  onChange: (what: string) => void;
}>;

/** Medplum keeps the last factor of somebody who has to have one. */
export function isLastRequired({ enrolled, isRequired }: SecondFactors, method: MfaMethod): boolean {
  return isRequired && enrolled.every((one) => one === method);
}
