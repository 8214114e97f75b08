import { SignInError } from '#medplum/error.ts';

type Answer = Readonly<{ issue?: readonly Issue[] }>;
type Issue = Readonly<{ expression?: readonly string[]; details?: Readonly<{ text?: string }> }>;

/** What Medplum has against one field of a form, in its own words: `email`, `password`, `firstName` and the like. */
export function fieldProblem(error: unknown, field: string): string | undefined {
  const raw = error instanceof SignInError ? (error.raw as Answer | undefined) : undefined;
  return raw?.issue?.find(({ expression }) => expression?.includes(field))?.details?.text;
}
