import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import type { AccountDirectory } from '#account/account-directory.ts';
import type { Context } from '#http/middleware.ts';

/** One question to the user, and what is needed to ask it. */
export type Step = Readonly<{
  provider: Provider;
  accounts: AccountDirectory;
  interaction: Interaction;
  clientName: string;
}>;

/** Asks the question and takes the answer. `answer` returns undefined when it asked again. */
export type StepPage = Readonly<{
  show: (ctx: Context, step: Step) => void | Promise<void>;
  answer: (ctx: Context, step: Step, form: URLSearchParams) => Promise<InteractionResults | undefined>;
}>;
