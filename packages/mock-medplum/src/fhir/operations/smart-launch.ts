import { redirect } from '@medplum/core';
import type { FhirRepository, FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type { ClientApplication, SmartAppLaunch } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { fhirUrl } from '#search/search-links.ts';

/**
 * `GET ClientApplication/:id/$smart-launch?patient=` or `?encounter=`: launches an app with a patient or an encounter.
 *
 * @see SMART App Launch 2.2 §2.0.4 (EHR launch)
 */
export async function smartLaunch(
  { params, query }: FhirRequest,
  repository: FhirRepository,
  baseUrl: string,
): Promise<FhirResponse> {
  const client = await repository.readResource<ClientApplication>('ClientApplication', params['id'] ?? '');
  if (!client.launchUri) {
    throw badRequestError('ClientApplication not configured for launch');
  }
  const { patient, encounter } = query;
  if (patient && encounter) {
    throw badRequestError('Only one launch context can be specified');
  }
  const launch = await repository.createResource<SmartAppLaunch>({
    resourceType: 'SmartAppLaunch',
    ...(patient && { patient: { reference: `Patient/${String(patient)}` } }),
    ...(encounter && { encounter: { reference: `Encounter/${String(encounter)}` } }),
  });
  const url = new URL(client.launchUri);
  url.searchParams.set('iss', fhirUrl(baseUrl, ''));
  url.searchParams.set('launch', launch.id);
  return [redirect(url)];
}
