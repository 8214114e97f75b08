import { MedplumClient } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';

type Order = Readonly<{ baseUrl: string; id: string; secret: string; device: string; count: number }>;

/** The same results without an agent: one conditional create after the other, by Medplum's own client. */
async function storeResults({ baseUrl, id, secret, device, count }: Order): Promise<void> {
  const medplum = new MedplumClient({ baseUrl });
  await medplum.startClientLogin(id, secret);
  for (let at = 0; at < count; at += 1) {
    const value = `one-${at}`;
    const observation: Observation = {
      resourceType: 'Observation',
      identifier: [{ system: 'https://clinic.example/device-agent/results', value }],
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '2345-7', display: 'Glucose' }], text: 'Glucose' },
      subject: { identifier: { system: 'https://clinic.example/mrn', value: `RC-${at % 500}` } },
      device: { reference: device },
      effectiveDateTime: '2026-09-14T07:45:00+02:00',
      valueQuantity: { value: 96, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
    };
    await medplum.createResourceIfNoneExist(observation, `identifier=${observation.identifier?.[0]?.system}|${value}`);
  }
}

process.on('message', (order: Order) => {
  const before = process.cpuUsage();
  void storeResults(order).then(() => {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ microseconds: user + system });
  });
});
process.on('disconnect', () => process.exit());
process.send?.({ baseUrl: 'none' });
