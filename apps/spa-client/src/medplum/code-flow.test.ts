import { expect, test, vi } from 'vitest';
import { codeChallengeOf, createAttempt } from './code-flow.ts';

test('code challenge, of the verifier in RFC 7636 appendix B, is the challenge given there', async () => {
  await expect(codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).resolves.toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

test('attempt, made twice, never repeats a verifier', async () => {
  const [first, second] = await Promise.all([createAttempt(), createAttempt()]);

  expect(first.attempt.codeVerifier).toMatch(/^[\w-]{43}$/);
  expect(second.attempt.codeVerifier).not.toBe(first.attempt.codeVerifier);
});

test('[C1] PKCE, on a page without https, is refused instead of falling back to the plain method', async () => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes });

  await expect(createAttempt()).rejects.toMatchObject({ code: 'insecure_page' });
});
