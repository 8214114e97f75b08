import { expect, test, vi } from 'vitest';
import { writeError } from './write-error.ts';

test('[L9] provider, that fails for a reason a stranger wrote, prints nothing that a terminal obeys', async () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean(written.push(String(chunk))));

  writeError(new Error('\u009b31m'));

  expect(write).toHaveBeenCalledOnce();
  expect(written[0]).toContain('\\u{9b}31m');
});
