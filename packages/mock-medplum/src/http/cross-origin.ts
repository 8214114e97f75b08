import cors from 'cors';
import type { Request, RequestHandler } from 'express';

/** The paths that Medplum lets a page of another origin call. */
const openPrefixes = [
  '/.well-known/',
  '/admin/',
  '/auth/',
  '/cds-services',
  '/dicomweb/',
  '/email/',
  '/fhir/',
  '/fhircast/',
  '/oauth2/',
  '/keyvalue/',
  '/storage/',
];

/**
 * Answers preflights and adds the CORS headers as a Medplum with `allowedOrigins: "*"` does: the origin is echoed and
 * never `*`, because the SDK sends credentials. Other paths, and requests without an origin, pass untouched.
 */
export const crossOrigin: RequestHandler = cors((request: Request, decide) => {
  const origin = request.get('origin');
  const isOpen = openPrefixes.some((prefix) => request.path.startsWith(prefix));
  decide(null, {
    origin: origin && isOpen ? origin : false,
    credentials: true,
    maxAge: 600,
    exposedHeaders: ['Content-Location', 'ETag', 'Last-Modified', 'Location', 'RateLimit'],
  });
});
