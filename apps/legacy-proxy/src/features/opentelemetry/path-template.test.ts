import { expect, test } from 'vitest';
import { pathTemplate } from './path-template.ts';

test.each([
  ['/fhir/R4/Patient?identifier=x%7CRC-1001', 'fhir/R4/Patient'],
  ['/base/fhir/R4/DocumentReference/0b/_history/1', 'fhir/R4/DocumentReference/:id/_history'],
  ['/fhir/R4/Patient/Sam-Carter/anything', 'fhir/R4/Patient/:id'],
  ['/oauth2/token', 'oauth2/token'],
  ['/people/Sam/oauth2/token?x=1', 'oauth2/token'],
  ['/people/Sam', 'other'],
  ['/auth/me', 'auth/me'],
  ['/healthcheck', 'healthcheck'],
  ['/people/Sams-healthcheck', 'other'],
  ['/auth/me/Sam', 'other'],
  ['/fhir/R4/Sam-Carter', 'other'],
])('[P10] path %s, in a span, is %s', (path, template) => {
  expect(pathTemplate(path)).toBe(template);
});
