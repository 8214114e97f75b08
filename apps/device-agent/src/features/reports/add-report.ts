import { createHash } from 'node:crypto';
import type { DiagnosticReport, Identifier, Meta, Specimen } from '@medplum/fhirtypes';
import type { LabOrder } from '#hl7/lab-message.ts';
import { attachmentValue } from '#hl7/observation-value.ts';
import type { Entry, Storable } from '#queue/transaction.ts';

type ReportSettings = Readonly<{ namespace: string; device: string }>;

/**
 * Adds a DiagnosticReport that refers to the results of the order, with its documents, and a Specimen. A message that only
 * corrects results adds none: they change where the report refers to them.
 */
export function addReport(order: LabOrder, entries: readonly Entry[], settings: ReportSettings): readonly Entry[] {
  if (entries.every(({ revises }) => revises !== undefined)) {
    return entries;
  }
  const meta: Meta = {
    tag: [{ system: `${settings.namespace}/devices`, code: settings.device.replace('Device/', '') }],
  };
  const specimen = toSpecimen(order, meta, settings);
  const after = entries.map((_, index) => index);
  const specimenIndex = entries.length;
  const report: DiagnosticReport & Storable = {
    resourceType: 'DiagnosticReport',
    meta,
    identifier: [...order.identifier],
    status: order.status,
    category: [laboratory],
    code: order.code ?? { text: 'Laboratory results' },
    subject: order.subject,
    ...(order.effectiveDateTime ? { effectiveDateTime: order.effectiveDateTime } : {}),
    ...(specimen ? { specimen: [{ reference: `entry:${specimenIndex}` }] } : {}),
    result: after.map((index) => ({ reference: `entry:${index}` })),
    ...documents(order),
  };
  return [
    ...entries,
    ...(specimen ? [{ resource: specimen, name: 'Specimen' }] : []),
    { resource: report, name: report.code.text ?? 'Report', after: specimen ? [...after, specimenIndex] : after },
  ];
}

const laboratory = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] };

/** Sample numbers are used again, so the patient is part of a specimen's own identifier. */
function toSpecimen({ specimen, subject }: LabOrder, meta: Meta, { namespace }: ReportSettings): Storable | undefined {
  if (!specimen) {
    return undefined;
  }
  const { identifier: number, type } = specimen;
  const value = createHash('sha256')
    .update(JSON.stringify([subject.identifier.system, subject.identifier.value, number.value]))
    .digest('hex')
    .slice(0, 32);
  const own: Identifier = { system: `${namespace}/specimens-of-patients`, value };
  const made: Specimen & Storable = {
    resourceType: 'Specimen',
    meta,
    identifier: [own, number],
    subject,
    ...(type ? { type } : {}),
  };
  return made;
}

function documents({ results }: LabOrder): Pick<DiagnosticReport, 'presentedForm'> {
  const presentedForm = results.flatMap(({ extension = [] }) =>
    extension.flatMap(({ url, valueAttachment }) =>
      url === attachmentValue && valueAttachment ? [valueAttachment] : [],
    ),
  );
  return presentedForm.length > 0 ? { presentedForm } : {};
}
