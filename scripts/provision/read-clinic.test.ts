import { expect, test } from 'vitest';
import { noOrders } from './command-line.ts';
import { readClinic } from './read-clinic.ts';

const idpUrls = /localhost:8104/;

test('[X2] clinic, for a server elsewhere, names no identity provider of this machine', () => {
  const clinic = readClinic({ ...noOrders, baseUrl: 'https://medplum.example/' });

  expect(JSON.stringify(clinic.resources)).not.toMatch(idpUrls);
  expect(clinic.hasIdentityProvider).toBe(false);
});

test('[X2] clinic, for a server here or with a provider that it can reach, has one', () => {
  const here = readClinic({ ...noOrders, baseUrl: 'http://127.0.0.1:8103/' });
  const given = readClinic({ ...noOrders, baseUrl: 'https://medplum.example/', idpOrigin: 'https://id.example' });

  expect(JSON.stringify(here.resources)).toMatch(idpUrls);
  expect(JSON.stringify(given.resources)).toContain('https://id.example/token');
});
