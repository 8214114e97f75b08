import { expect, test } from 'vitest';
import { read, sources } from './settings.ts';

const whole = {
  PUBLIC_IDP_NAME: 'Riverside ID',
  PUBLIC_IDP_ISSUER: 'https://idp.example/realm',
  PUBLIC_IDP_BROWSER_CLIENT_ID: 'spa-client',
};

test('[C6] token exchange settings, when whole, tell issuer and client', () => {
  expect(read(whole)).toEqual({ name: 'Riverside ID', issuer: 'https://idp.example/realm', clientId: 'spa-client' });
});

test('[C6] token exchange settings, without issuer and client, are none', () => {
  expect(read({ PUBLIC_IDP_NAME: 'Riverside ID' })).toBeUndefined();
});

test.each(['PUBLIC_IDP_BROWSER_CLIENT_ID', 'PUBLIC_IDP_NAME'])(
  '[C6] token exchange settings, without %s although an issuer is set, are refused by name',
  (absent) => {
    expect(() => read({ ...whole, [absent]: '' })).toThrow(`${absent} is missing, although PUBLIC_IDP_ISSUER is set`);
  },
);

test('[C6] token exchange settings, let the page talk to the identity provider', () => {
  expect(sources({ name: 'A', issuer: 'https://idp.example/realm', clientId: 'b' })).toEqual({
    'connect-src': ['https://idp.example'],
  });
});
