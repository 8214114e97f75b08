import { expect, test } from '#story/test.ts';
import { type SourceEdit, editSource } from '#undefended/edit-source.ts';
import { undefendedHeader } from '#undefended/undefended-headers.ts';

const edit: SourceEdit = { defence: 'B4 state', file: 'src/callback.ts', replace: 'state === mine', by: 'true' };

test('edit, whose text is in the source once, takes the defence out', () => {
  expect(editSource('if (state === mine) { goOn(); }', edit)).toBe('if (true) { goOn(); }');
});

for (const [circumstance, source, times] of [
  ['is no longer there', 'if (sameState(mine)) { goOn(); }', 0],
  ['is there twice', 'state === mine || state === mine', 2],
] as const) {
  test(`edit, whose text ${circumstance}, is refused by the name of the defence`, () => {
    expect(() => editSource(source, edit)).toThrow(
      `The defence "B4 state" is ${times} times in src/callback.ts, not once: adapt the edit.`,
    );
  });
}

test('header, that is a defence, is left out, and of a policy the one directive', () => {
  const policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";

  expect(undefendedHeader('x-frame-options', 'DENY')).toBeUndefined();
  expect(undefendedHeader('content-security-policy', "frame-ancestors 'none'")).toBeUndefined();
  expect(undefendedHeader('content-security-policy', policy)).toBe("default-src 'self'; base-uri 'none'");
  expect(undefendedHeader('x-content-type-options', 'nosniff')).toBe('nosniff');
});
