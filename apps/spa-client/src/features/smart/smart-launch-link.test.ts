import { expect, test } from 'vitest';
import { launchLink, readLaunchLink } from './smart-launch-link.ts';

const settings = { baseUrl: 'https://medplum.test/' };
const fhir = 'https://medplum.test/fhir/R4';

test.each([
  ['as it is', fhir],
  ['with a trailing slash', `${fhir}/`],
])('[C11] launch link, whose iss is this app’s FHIR server %s, gives the launch', (_case, iss) => {
  expect(readLaunchLink(`?${new URLSearchParams({ iss, launch: 'l-1' })}`, settings)).toEqual({ launch: 'l-1' });
});

test.each([
  ['is another server', 'https://evil.example/fhir/R4'],
  ['only begins like ours', 'https://medplum.test.evil.example/fhir/R4'],
  ['hides another server behind ours', 'https://medplum.test@evil.example/fhir/R4'],
  ['is another service of our server', 'https://medplum.test/'],
  ['goes on after ours', `${fhir}/../../evil`],
  ['is not encrypted', 'http://medplum.test/fhir/R4'],
  ['is empty', ''],
])('[C11] launch link, whose iss %s, is refused', (_case, iss) => {
  expect(() => readLaunchLink(`?${new URLSearchParams({ iss, launch: 'l-1' })}`, settings)).toThrow(
    expect.objectContaining({ code: 'iss_unknown' }),
  );
});

test('[C11] launch link, that names two servers, is refused', () => {
  const search = `?iss=${encodeURIComponent(fhir)}&iss=https://evil.example/&launch=l-1`;

  expect(() => readLaunchLink(search, settings)).toThrow(expect.objectContaining({ code: 'iss_unknown' }));
});

test('[C11] launch link, without a launch, is refused', () => {
  expect(() => readLaunchLink(`?iss=${encodeURIComponent(fhir)}`, settings)).toThrow(
    expect.objectContaining({ code: 'launch_missing' }),
  );
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'http://app.test/launch', '/smart/launch', 'app'])(
  '[L8] launch link, for an app at "%s", is not made',
  (launchUri) => {
    expect(() => launchLink(launchUri, settings.baseUrl, { launch: 'l-1' })).toThrow(
      expect.objectContaining({ code: 'address_refused' }),
    );
  },
);

test('[C11] launch link, as an EHR makes it, is one that the app reads', () => {
  const link = launchLink('https://app.test/smart/launch?theme=x', settings.baseUrl, { launch: 'l-1' });

  expect(link).toContain('https://app.test/smart/launch?theme=x&iss=');
  expect(readLaunchLink(new URL(link).search, settings)).toEqual({ launch: 'l-1' });
});
