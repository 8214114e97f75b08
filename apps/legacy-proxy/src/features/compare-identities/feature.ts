import { join } from 'node:path';
import type { Feature } from '#src/feature.ts';
import { compareRoutes } from './compare-routes.ts';

/** A page that does the same thing as each identity and shows what Medplum made of it. */
export const compareIdentities: Feature = {
  name: 'compare-identities',
  configure: () => ({
    views: join(import.meta.dirname, 'views'),
    routes: compareRoutes,
    patientLinks: (recordId) => [{ path: `/patients/${recordId}/identities`, label: 'Compare identities' }],
  }),
};
