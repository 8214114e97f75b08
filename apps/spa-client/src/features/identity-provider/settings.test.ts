import { expect, test } from 'vitest';
import { read } from './settings.ts';

const whole = {
  PUBLIC_IDP_NAME: 'Riverside ID',
  PUBLIC_IDP_AUTHORIZE_URL: 'http://localhost:8104/authorize',
  PUBLIC_IDP_CLIENT_ID: 'medplum',
};

test('[C3] identity provider settings, when whole, tell where it is and who Medplum is there', () => {
  expect(read(whole)).toEqual({
    name: 'Riverside ID',
    authorizeUrl: 'http://localhost:8104/authorize',
    clientId: 'medplum',
  });
});

test('[C3] identity provider settings, without any variable, are none', () => {
  expect(read({})).toBeUndefined();
});

test.each([
  ['PUBLIC_IDP_CLIENT_ID', 'PUBLIC_IDP_NAME'],
  ['PUBLIC_IDP_NAME', 'PUBLIC_IDP_AUTHORIZE_URL'],
])('[C3] identity provider settings, without %s although %s is set, are refused by name', (absent, present) => {
  expect(() => read({ ...whole, [absent]: '' })).toThrow(`${absent} is missing, although ${present} is set`);
});

test('[C3] identity provider settings, with plain http elsewhere, are refused by name', () => {
  expect(() => read({ ...whole, PUBLIC_IDP_AUTHORIZE_URL: 'http://idp.example/authorize' })).toThrow(
    'PUBLIC_IDP_AUTHORIZE_URL must use https',
  );
});
