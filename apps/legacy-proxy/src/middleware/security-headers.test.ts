import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { securityHeaders } from './security-headers.ts';

test('[S4] answer, of any kind, runs no script, fits in no frame, and stays in no cache', async () => {
  const url = await serveHandlers([securityHeaders, (_request, response) => void response.end()]);

  const { headers } = await fetch(url);

  expect(headers.get('content-security-policy')?.split(';')).toEqual([
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
