import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { requireStaticHeader } from './static-header.ts';

function ask(headers: Readonly<Record<string, string>>, next: () => void): void {
  void requireStaticHeader({ headers } as unknown as Request, {} as Response, next);
}

test('[P1] API, asked with its header, answers', () => {
  const next = vi.fn<() => void>();

  ask({ 'x-requested-with': 'legacy-proxy' }, next);

  expect(next).toHaveBeenCalledOnce();
});

test.each([{}, { 'x-requested-with': '' }, { 'x-requested-with': 'XMLHttpRequest' }])(
  '[P1] API, asked with %j, refuses and says what to send',
  (headers) => {
    const next = vi.fn<() => void>();

    const asking = (): void => ask(headers, next);

    expect(asking).toThrow('This request did not come from a page of this application.');
    expect(asking).toThrow(expect.objectContaining({ status: 403, nextStep: 'Send x-requested-with: legacy-proxy.' }));
    expect(next).not.toHaveBeenCalled();
  },
);
