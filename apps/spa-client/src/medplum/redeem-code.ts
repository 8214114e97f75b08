import { type ClientStorage, type MedplumClient, OperationOutcomeError } from '@medplum/core';
import { SignInError } from './sign-in-error.ts';

export type Redeemer = Readonly<{ medplum: MedplumClient; tokenStorage: ClientStorage; redirectUri: string }>;
export type IssuedCode = Readonly<{ code: string; codeVerifier: string }>;

/** Exchanges a code for tokens. A code works once; a second try would revoke the session that the first one opened. */
export async function redeemCode(
  { medplum, tokenStorage, redirectUri }: Redeemer,
  { code, codeVerifier }: IssuedCode,
): Promise<void> {
  // Forgets the tokens of earlier users, which the SDK would keep under `logins`.
  medplum.clear();
  tokenStorage.setString('codeVerifier', codeVerifier);
  try {
    await medplum.processCode(code, { redirectUri });
  } catch (cause) {
    medplum.clear();
    throw cause instanceof OperationOutcomeError
      ? new SignInError('code_refused', cause.message, { cause })
      : new SignInError('unreachable', 'No answer from the token endpoint', { cause });
  } finally {
    tokenStorage.setString('codeVerifier', undefined);
  }
}
