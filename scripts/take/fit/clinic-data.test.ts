import { expect, test } from 'vitest';
import { withoutTexts } from './clinic-data.ts';

test('[X1] clinic, without what a feature brings, keeps everything beside it', () => {
  const client = {
    resourceType: 'ClientApplication',
    id: '1',
    redirectUris: ['/callback', '/smart'],
    launchUri: '/smart',
  };
  const project = {
    resourceType: 'Project',
    id: '2',
    site: [{ name: 'Clinic', googleClientId: '/smart' }],
    strict: true,
  };

  const fitted = withoutTexts(new Map([['all.json', [client, project]]]), (text) => text === '/smart');

  expect(fitted.get('all.json')).toEqual([
    { resourceType: 'ClientApplication', id: '1', redirectUris: ['/callback'] },
    { resourceType: 'Project', id: '2', site: [{ name: 'Clinic' }], strict: true },
  ]);
});
