import { expect, test } from 'vitest';

import { allowedAddress } from './allowed-address.ts';

const ROOT = { baseUrl: 'https://medplum.example/', loopbackUrl: 'http://127.0.0.1:8103/' };
const TENANT = { baseUrl: 'http://localhost:8103/t/one/', loopbackUrl: 'http://127.0.0.1:8103/t/one/' };

test.each([
  [ROOT, 'https://medplum.example/fhir/R4/Patient?name=mock', 'http://127.0.0.1:8103/fhir/R4/Patient?name=mock'],
  [ROOT, 'http://127.0.0.1:8103/oauth2/token', 'http://127.0.0.1:8103/oauth2/token'],
  [TENANT, 'http://localhost:8103/t/one/fhir/R4/Task', 'http://127.0.0.1:8103/t/one/fhir/R4/Task'],
])('[L3] address of the tenant %j, as %s, leads to where it listens', (tenant, url, expected) => {
  expect(allowedAddress(url, tenant)).toBe(expected);
});

test.each([
  [ROOT, 'https://medplum.example.evil.example/'],
  [ROOT, 'https://medplum.example:444/'],
  [ROOT, 'http://medplum.example/'],
  [ROOT, 'https://user:secret@medplum.example/'],
  [ROOT, 'http://127.0.0.1:8104/'],
  [ROOT, 'http://localhost:3000/'],
  [ROOT, 'file:///etc/passwd'],
  [ROOT, 'fhir/R4/Patient'],
  [ROOT, 'https://medplum.example/mock/clock'],
  [ROOT, 'https://medplum.example//mock/clock'],
  [ROOT, 'https://medplum.example/MOCK'],
  [ROOT, 'https://medplum.example/%6dock/clock'],
  [ROOT, 'https://medplum.example/fhir/../mock/clock'],
  [ROOT, 'https://medplum.example/fhir/%2e%2e/mock/clock'],
  [ROOT, 'https://medplum.example/%2fmock'],
  [ROOT, 'https://medplum.example/mock?'],
  [ROOT, 'https://medplum.example/%'],
  [ROOT, 'http://127.0.0.1:8103/t/one/fhir/R4/Patient'],
  [TENANT, 'http://localhost:8103/fhir/R4/Patient'],
  [TENANT, 'http://localhost:8103/t/one'],
  [TENANT, 'http://localhost:8103/t/one/../two/fhir/R4/Patient'],
  [TENANT, 'http://localhost:8103/t/one/..\\two/fhir/R4/Patient'],
  [TENANT, 'http://localhost:8103/t/one/mock/clock'],
])('[L3] address, for the tenant %j, as %s, is not allowed', (tenant, url) => {
  expect(allowedAddress(url, tenant)).toBeUndefined();
});
