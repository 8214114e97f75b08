import { expect, test } from 'vitest';
import { allowedAddress } from './allowed-address.ts';

const tenants = {
  root: { baseUrl: 'https://medplum.example/', loopbackUrl: 'http://127.0.0.1:8103/' },
  one: { baseUrl: 'http://localhost:8103/t/one/', loopbackUrl: 'http://127.0.0.1:8103/t/one/' },
};

test.each<[tenant: keyof typeof tenants, url: string, expected: string]>([
  ['root', 'https://medplum.example/fhir/R4/Patient?name=mock', 'http://127.0.0.1:8103/fhir/R4/Patient?name=mock'],
  ['root', 'http://127.0.0.1:8103/oauth2/token', 'http://127.0.0.1:8103/oauth2/token'],
  ['one', 'http://localhost:8103/t/one/fhir/R4/Task', 'http://127.0.0.1:8103/t/one/fhir/R4/Task'],
])('[L3] address for %s, as %s, leads to the mock', (tenant, url, expected) => {
  expect(allowedAddress(url, tenants[tenant])).toBe(expected);
});

test.each<[tenant: keyof typeof tenants, url: string]>([
  ['root', 'https://medplum.example.evil.example/'],
  ['root', 'https://medplum.example:444/'],
  ['root', 'http://medplum.example/'],
  ['root', 'https://user:secret@medplum.example/'],
  ['root', 'http://127.0.0.1:8104/'],
  ['root', 'http://localhost:3000/'],
  ['root', 'file:///etc/passwd'],
  ['root', 'fhir/R4/Patient'],
  ['root', 'https://medplum.example/mock/clock'],
  ['root', 'https://medplum.example//mock/clock'],
  ['root', 'https://medplum.example/MOCK'],
  ['root', 'https://medplum.example/%6dock/clock'],
  ['root', 'https://medplum.example/fhir/../mock/clock'],
  ['root', 'https://medplum.example/fhir/%2e%2e/mock/clock'],
  ['root', 'https://medplum.example/%2fmock'],
  ['root', 'https://medplum.example/mock?'],
  ['root', 'https://medplum.example/%'],
  ['root', 'http://127.0.0.1:8103/t/one/fhir/R4/Patient'],
  ['one', 'http://localhost:8103/fhir/R4/Patient'],
  ['one', 'http://localhost:8103/t/one'],
  ['one', 'http://localhost:8103/t/one/../two/fhir/R4/Patient'],
  ['one', 'http://localhost:8103/t/one/..\\two/fhir/R4/Patient'],
  ['one', 'http://localhost:8103/t/one/mock/clock'],
])('[L3] address for %s, as %s, is refused', (tenant, url) => {
  expect(allowedAddress(url, tenants[tenant])).toBeUndefined();
});
