import { expect, test } from 'vitest';
import { envChanges, envDemoValues, type Translation, withValues } from './env-values.ts';

const example = `# Where Medplum is.
MEDPLUM_BASE_URL=http://localhost:8103/
MEDPLUM_CLIENT_ID=demo-id
MEDPLUM_CLIENT_SECRET=demo-secret
SESSION_SECRET=example-only-secret
PUBLIC_GOOGLE_CLIENT_ID=demo-google
MAGIC_LINK_URL=http://localhost:3001/magic-link
# MEDPLUM_OPTION=1
NAME=Riverside
`;
const translation: Translation = {
  origins: new Map([['http://localhost:3001', 'https://app.example']]),
  replacements: new Map([
    ['http://localhost:8103/', 'https://medplum.example/'],
    ['demo-id', 'real-id'],
    ['demo-secret', 'real-secret'],
  ]),
  withoutDemo: (name) => (name === 'PUBLIC_GOOGLE_CLIENT_ID' ? '' : undefined),
  makeSecret: () => 'own-secret',
};
const provisioned = {
  MEDPLUM_BASE_URL: 'https://medplum.example/',
  MEDPLUM_CLIENT_ID: 'real-id',
  MEDPLUM_CLIENT_SECRET: 'real-secret',
};

test('[X2] .env, when it is missing or says what the example says, gets what the server has', () => {
  const fresh = envChanges(example, undefined, translation);
  const copied = envChanges(example, example, translation);

  expect(Object.fromEntries(fresh.values)).toEqual({
    ...provisioned,
    SESSION_SECRET: 'own-secret',
    PUBLIC_GOOGLE_CLIENT_ID: '',
    MAGIC_LINK_URL: 'https://app.example/magic-link',
  });
  expect(copied).toEqual(fresh);
});

test('[X2] .env, when a person set one of the values that belong together, stays as it is', () => {
  const set = example.replace('MEDPLUM_CLIENT_SECRET=demo-secret', 'MEDPLUM_CLIENT_SECRET=mine');

  const { values, keptByPerson } = envChanges(example, set, translation);

  expect(keptByPerson).toEqual(['MEDPLUM_CLIENT_SECRET']);
  expect(values.size).toBe(0);
});

test('[X2] .env, with a key of its own and a Google client of its own, keeps both', () => {
  const set = withValues(
    example,
    new Map([
      ['SESSION_SECRET', 'mine'],
      ['PUBLIC_GOOGLE_CLIENT_ID', 'my-google'],
    ]),
  );

  const { values, keptByPerson } = envChanges(example, set, translation);

  expect(Object.fromEntries(values)).toEqual({ ...provisioned, MAGIC_LINK_URL: 'https://app.example/magic-link' });
  expect(keptByPerson).toEqual([]);
});

test('[X2] .env, with empty, quoted and missing values, is completed, and all other lines stay', () => {
  const text = '# mine\nMEDPLUM_CLIENT_ID=\nMEDPLUM_BASE_URL="http://localhost:8103/"\nOWN=1\n';

  const { values } = envChanges(example, text, translation);

  expect(withValues(text, values)).toBe(
    '# mine\nMEDPLUM_CLIENT_ID=real-id\nMEDPLUM_BASE_URL=https://medplum.example/\nOWN=1\nMEDPLUM_CLIENT_SECRET=real-secret\n',
  );
});

test('[X2] .env, when the server no longer has the clinic, says what the example says again', () => {
  const set = withValues(
    example,
    new Map([
      ...Object.entries(provisioned),
      ['MAGIC_LINK_URL', 'https://app.example/magic-link'],
      ['SESSION_SECRET', 'own-secret'],
      ['PUBLIC_GOOGLE_CLIENT_ID', ''],
    ]),
  );
  const other = withValues(example, new Map([['MEDPLUM_CLIENT_ID', 'mine']]));

  expect(withValues(set, envDemoValues(example, set, translation))).toBe(
    example.replace('example-only-secret', 'own-secret'),
  );
  expect(envDemoValues(example, other, translation).size).toBe(0);
});
