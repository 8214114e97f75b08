import type { DemoAccount } from '@auth-patterns/demo-project';
import { readAnswer } from './read-answer.ts';

type LoginCode = Readonly<{
  clientId?: string;
  projectId?: string;
  codeChallenge?: string;
  scope: string;
  nonce?: string;
}>;

/** Signs a person in through `/auth/login`, as anyone with a password can, and returns the code. */
export async function loginCode(
  baseUrl: string,
  { email, password }: DemoAccount,
  options: LoginCode,
): Promise<string> {
  const response = await fetch(new URL('auth/login', baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email,
      password,
      ...(options.codeChallenge && { codeChallengeMethod: 'S256' }),
      ...options,
    }),
  });
  return (await readAnswer<{ code: string }>(response)).code;
}
