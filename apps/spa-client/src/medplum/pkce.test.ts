import { expect, test, vi } from 'vitest';
import { codeChallengeOf, createPkce } from './pkce.ts';

test('code challenge, of the verifier in RFC 7636 appendix B, is the challenge given there', async () => {
  await expect(codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).resolves.toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

test('PKCE, made twice, never repeats a verifier', async () => {
  const [first, second] = await Promise.all([createPkce(), createPkce()]);

  expect(first.codeVerifier).toMatch(/^[\w-]{43}$/);
  expect(second.codeVerifier).not.toBe(first.codeVerifier);
});

test('[C1] PKCE, on a page without https, is refused instead of falling back to the plain method', async () => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes });

  await expect(createPkce()).rejects.toMatchObject({ code: 'insecure_page' });
});
