import { useState } from 'react';
import type { LoginStep } from '#login/login-step.ts';
import type { DomainProvider, Elsewhere } from '#login/sign-in-feature.ts';
import type { Auth } from '#medplum/auth.ts';
import { useRequest } from '#parts/use-request.ts';

/** What Medplum said of an email address: an identity provider signs it in, or else a password does. */
export type EmailAnswer = Readonly<{ email: string; provider?: DomainProvider | undefined; unknownBecause?: unknown }>;

export type EmailSignIn = Readonly<{
  answer: EmailAnswer | undefined;
  busy: boolean;
  error: unknown;
  submit: (email: string, password: string | null) => void;
}>;

/** Email first: who signs this address in? Then the password, unless an identity provider does. */
export function useEmailSignIn(
  auth: Auth,
  elsewhere: Elsewhere | undefined,
  onStep: (step: LoginStep) => void,
): EmailSignIn {
  const [answer, setAnswer] = useState<EmailAnswer>();
  const { busy, error, send } = useRequest();

  const ask = async (email: string): Promise<EmailAnswer> => {
    const next = await askMedplum(auth, elsewhere, email);
    setAnswer(next);
    return next;
  };
  const submit = async (email: string, password: string | null): Promise<void> => {
    const known = answer && domainOf(answer.email) === domainOf(email) ? answer : await ask(email);
    if (password && !known.provider) {
      const [{ context }, { signInWithPassword }] = await Promise.all([
        auth.connect(),
        import('./password-sign-in.ts'),
      ]);
      onStep(await signInWithPassword(context, { email, password }));
    }
  };
  return { answer, busy, error, submit: (email, password) => send(async () => submit(email, password)) };
}

/** When Medplum cannot say where to sign in, the user may still try a password. An invalid address has to be corrected. */
async function askMedplum(auth: Auth, elsewhere: Elsewhere | undefined, email: string): Promise<EmailAnswer> {
  await auth.connect();
  try {
    return { email, provider: await elsewhere?.findProvider(auth, email) };
  } catch (error) {
    if ((error as { code?: string }).code === 'email_refused') {
      throw error;
    }
    return { email, unknownBecause: error };
  }
}

function domainOf(email: string): string {
  return email.split('@')[1]?.toLowerCase() ?? '';
}
