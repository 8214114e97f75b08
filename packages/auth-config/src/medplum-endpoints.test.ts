import { expect, test } from 'vitest';
import { medplumEndpoints } from './medplum-endpoints.ts';

test('Medplum endpoints, when the server lives under a path, stay under it', () => {
  const endpoints = medplumEndpoints('https://medplum.example/base/');

  expect(endpoints.token).toBe('https://medplum.example/base/oauth2/token');
  expect(endpoints.fhir).toBe('https://medplum.example/base/fhir/R4');
});
