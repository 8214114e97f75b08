import { join } from 'node:path';
import type { Feature } from '#src/feature.ts';
import { createPassOn, type PassOn } from './pass-on.ts';
import { passThroughRoutes } from './routes.ts';

/** Part of Medplum's FHIR API for the legacy application's own scripts, with the session in place of a token. */
export const fhirPassThrough: Feature = {
  name: 'fhir-pass-through',
  configure: () => {
    let passOn: PassOn | undefined;
    return {
      views: join(import.meta.dirname, 'views'),
      routes: (app) => {
        passOn = createPassOn({ baseUrl: app.config.medplum.baseUrl, accessToken: app.medplum.accessToken });
        return passThroughRoutes(app, passOn);
      },
      patientLinks: (recordId) => [{ path: `/patients/${recordId}/vitals`, label: 'Observations, by script' }],
      stop: async () => passOn?.close(),
    };
  },
};
