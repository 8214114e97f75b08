import { expect, test } from 'vitest';
import { isLoopbackOrigin } from './loopback.ts';
import { refuseForeignRequest, type RequestHeaders } from './refuse-foreign-request.ts';

const audience = { hosts: ['ehr.example'], allowsOrigin: isLoopbackOrigin };
const host = 'localhost:8103';
const link = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

test.each<[string, string, RequestHeaders]>([
  ['a client that is no browser', 'POST', { host }],
  ['a client at 127.0.0.1', 'POST', { host: '127.0.0.1:8103' }],
  ['a client at [::1]', 'POST', { host: '[::1]:8103' }],
  ['a client at a name that was named', 'POST', { host: 'EHR.example' }],
  ['a page of this server', 'POST', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }],
  ['a page of this server that hides its origin', 'POST', { host, origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['a page of this server in a browser without fetch metadata', 'POST', { host, origin: `http://${host}` }],
  ['a page of another port of this machine', 'POST', { host, origin: 'http://localhost:3001' }],
  ['a page at another name of this machine', 'GET', { ...link, origin: 'http://127.0.0.1:3001' }],
  ['a script of another port', 'GET', { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ['a person who types the address', 'GET', { ...link, 'sec-fetch-site': 'none' }],
  ['a person who follows a link of another site', 'GET', link],
])('[L1] request of %s passes', (_who, method, headers) => {
  expect(refuseForeignRequest(method, headers, audience)).toBeUndefined();
});

test.each<[string, RequestHeaders]>([
  ['a foreign name', { host: 'rebound.example:8103' }],
  ['a name that begins like one of ours', { host: 'localhost.rebound.example' }],
  ['a name that ends like one of ours', { host: 'notlocalhost' }],
  ['an address of another network', { host: '0.0.0.0:8103' }],
  ['a user name before a foreign name', { host: 'localhost@rebound.example' }],
  ['no name', {}],
])('[L1] request, to %s, is refused although it says same-origin', (_name, headers) => {
  const rebound = { ...headers, 'sec-fetch-site': 'same-origin' };

  expect(refuseForeignRequest('GET', rebound, audience)?.code).toBe('foreign_host');
});

test.each([
  'http://stranger.example',
  'https://localhost.stranger.example',
  'null',
  'http://localhost:3001, http://stranger.example',
  'http://localhost:3001/',
  'chrome-extension://abcdef',
  '',
])('[L1] request, from origin "%s", is refused', (origin) => {
  expect(refuseForeignRequest('POST', { host, origin }, audience)?.code).toBe('foreign_origin');
});

test.each<[string, string, RequestHeaders]>([
  ['an image', 'GET', { ...link, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
  ['a frame', 'GET', { ...link, 'sec-fetch-dest': 'iframe' }],
  ['a form', 'POST', link],
  ['a page fetched beforehand', 'GET', { ...link, 'sec-purpose': 'prefetch' }],
  ['a link with a password', 'GET', { ...link, authorization: 'Basic YTpi' }],
  ['a socket', 'GET', { ...link, 'sec-fetch-mode': 'websocket', 'sec-fetch-dest': 'empty' }],
])('[L1] request of another site, for %s, is refused', (_what, method, headers) => {
  expect(refuseForeignRequest(method, headers, audience)?.code).toBe('cross_site');
});

test('[L1] image for a page of another port, where no origin may call, is refused, and a link is not', () => {
  const image = { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };

  expect(refuseForeignRequest('GET', image)?.code).toBe('cross_site');
  expect(refuseForeignRequest('GET', { ...link, 'sec-fetch-site': 'same-site' })).toBeUndefined();
});

test('[L1] request of another port, where nothing says that it may, is refused', () => {
  expect(refuseForeignRequest('POST', { host, origin: 'http://localhost:3001' })?.code).toBe('foreign_origin');
});
