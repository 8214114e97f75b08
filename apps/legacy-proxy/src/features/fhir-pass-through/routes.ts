import type { RequestHandler } from 'express';
import { findPatient } from '#fhir/find-patient.ts';
import { tracedBy } from '#fhir/traced-by.ts';
import { HttpError } from '#middleware/http-error.ts';
import { requestIdOf } from '#middleware/request-context.ts';
import { staticHeader } from '#middleware/static-header.ts';
import type { Route } from '#routes/route.ts';
import type { AppContext } from '#src/feature.ts';
import { readFhirAddress } from './fhir-address.ts';
import type { PassOn } from './pass-on.ts';

const prefix = '/fhir/R4/';
/** The one page with a script: its own file, which may ask this application and nobody else. */
const scriptPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** `/fhir/R4/…` for the scripts of the legacy application, and a page with such a script. */
export function passThroughRoutes(app: AppContext, passOn: PassOn): readonly Route[] {
  const forward: RequestHandler = async (request, response) => {
    const { path, resource } = readFhirAddress(request.method, request.originalUrl.slice(prefix.length));
    app.lookup.logAccess(response, `${request.method} by script`, resource);
    const { headers } = tracedBy(requestIdOf(response));
    const { traceparent = '' } = headers as { traceparent?: string };
    await passOn.send(request, response, { path, traceparent });
  };

  const showVitals: RequestHandler = async (request, response) => {
    const { record, mrn } = app.lookup.patientOf(request.params['recordId']);
    const found = await app.medplum.withClient((client) => findPatient(client, mrn, requestIdOf(response)));
    if (found.status !== 'one') {
      throw new HttpError(
        404,
        'Medplum has no single chart for this patient.',
        'Go to the appointments and open the patient: that page says why.',
      );
    }
    response.set('Content-Security-Policy', scriptPolicy);
    const script = '/fhir-pass-through/vitals.js';
    app.render(request, response, '@fhir-pass-through/vitals', {
      record,
      subject: found.patient.references.join(','),
      script,
      staticHeader,
    });
  };

  const sendScript: RequestHandler = (_request, response) => {
    // Under a root of its own: a folder above whose name begins with a dot is no reason to hide it.
    response.sendFile('vitals.js', { root: import.meta.dirname, cacheControl: false });
  };

  const api = { path: `${prefix}*address`, access: 'clinical', proof: 'header', handle: [forward] } as const;
  return [
    { ...api, method: 'get' },
    { ...api, method: 'post' },
    { method: 'get', path: '/patients/:recordId/vitals', access: 'clinical', handle: [showVitals] },
    { method: 'get', path: '/fhir-pass-through/vitals.js', access: 'public', handle: [sendScript] },
  ];
}
