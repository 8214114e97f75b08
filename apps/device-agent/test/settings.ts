import { demoIds } from '@auth-patterns/demo-project';
import type { TranslationSettings } from '#hl7/observation.ts';

export const clientId = demoIds.clients.deviceAgent;
export const clientSecret = 'right-secret';
export const device = `Device/${demoIds.device}`;

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
