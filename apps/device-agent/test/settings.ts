import type { TranslationSettings } from '#hl7/observation.ts';

export const translation: TranslationSettings = {
  device: 'Device/chem-200',
  patientSystem: 'https://clinic.example/mrn',
  namespace: 'https://clinic.example/device-agent',
  timeZone: 'Europe/Berlin',
};

export function medplumSettings(baseUrl: string) {
  return { baseUrl, clientId: 'client', clientSecret: 'right-secret', refreshGraceSeconds: 300 };
}
