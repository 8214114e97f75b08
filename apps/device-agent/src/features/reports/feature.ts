import type { AccessPolicyResource } from '@medplum/fhirtypes';
import type { Feature } from '#feature';
import type { TranslationSettings } from '#hl7/observation.ts';
import { addReport } from './add-report.ts';
import { readReportsSetting } from './settings.ts';

/** Makes a DiagnosticReport of each order and a Specimen of each sample, beside the results. */
export const reports: Feature = {
  name: 'reports',
  read: (env) =>
    readReportsSetting(env)
      ? { refinement: (settings) => ({ entries: (order, entries) => addReport(order, entries, settings) }), needs }
      : undefined,
};

/** A tag is what marks a report or a specimen as this device's: FHIR R4 has no member for it. */
function needs({ namespace, device }: TranslationSettings): readonly AccessPolicyResource[] {
  const tag = `${namespace}/devices|${device.replace('Device/', '')}`;
  return (['DiagnosticReport', 'Specimen'] as const).map((resourceType) => ({
    resourceType,
    criteria: `${resourceType}?_tag=${tag}`,
    interaction: ['create', 'search'],
  }));
}
