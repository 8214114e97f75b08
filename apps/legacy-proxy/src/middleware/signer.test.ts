import { expect, test } from 'vitest';
import { createSigner } from './signer.ts';

test('[P3] signature, of another purpose, value or secret, is another, and so is one of the same letters', () => {
  const [sign, other] = [createSigner('one secret'), createSigner('another')];
  const signatures = [
    sign('purpose', 'value'),
    sign('purpose', 'values'),
    sign('purposes', 'value'),
    sign('purpos', 'evalue'),
    other('purpose', 'value'),
  ];

  expect(new Set(signatures).size).toBe(signatures.length);
  expect(signatures.every((one) => /^[\w-]{43}$/.test(one))).toBe(true);
  expect(sign('purpose', 'value')).toBe(signatures[0]);
});
