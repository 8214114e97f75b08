import type { TranslationSettings } from '#hl7/observation.ts';
import { clientId, clientSecret, device } from './recorded-medplum.ts';

export const translation: TranslationSettings = {
  device,
  patientSystem: 'https://clinic.example/mrn',
  patientAuthorities: ['RIVERSIDE'],
  namespace: 'https://clinic.example/device-agent',
  timeZone: 'Europe/Berlin',
};

export function medplumSettings(baseUrl: string) {
  return { baseUrl, clientId, clientSecret, refreshGraceSeconds: 300 };
}
