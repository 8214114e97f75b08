import type { RequestHandler } from 'express';

const headers = Object.entries({
  'Cache-Control': 'no-store, no-cache, must-revalidate',
  Pragma: 'no-cache',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';",
  'Permissions-Policy':
    'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), interest-cohort=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '1; mode=block',
});

/** Sets the headers that Medplum puts on every answer: never cached, never framed, nothing loaded. */
export const standardHeaders: RequestHandler = (_request, response, next) => {
  for (const [name, value] of headers) {
    response.setHeader(name, value);
  }
  next();
};
