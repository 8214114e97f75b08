import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { endpoints } from './test-endpoints.ts';

/** What a function that calls itself for each level does not survive. */
const levels = 20_000;
const deep = '['.repeat(levels) + ']'.repeat(levels);
const jsonPaths = Object.keys(endpoints);

/** Sends a body with the rights of a project's administrator, so that it gets as far as it can. */
async function post({ send }: TestMedplum, path: string, type: string, body: string): Promise<number> {
  const headers = { 'content-type': type, ...(path.startsWith('mock') ? {} : basic(ids.admin, clientSecret)) };
  return (await send(path, { method: 'POST', headers, body })).status;
}

describe('[L5] any endpoint', { timeout: 60_000 }, () => {
  test.each(['application/json', 'application/fhir+json'])(
    '[L5] sent %s with a field that is nested too deep, refuses it and nothing throws',
    async (type) => {
      await using medplum = await startTestMedplum({ control: true, superAdmin: true });

      // The control plane knows no FHIR.
      const paths = type === 'application/json' ? jsonPaths : jsonPaths.filter((path) => !path.startsWith('mock'));
      for (const path of paths) {
        const body = `${JSON.stringify({ ...endpoints[path], x: 1 }).slice(0, -1)},"grant_type":${deep}}`;
        const status = await post(medplum, path, type, body);

        expect({ path, refused: status >= 400 && status < 500 }).toEqual({ path, refused: true });
      }
      expect(medplum.log.filter(({ event }) => event === 'fault')).toEqual([]);
    },
  );

  test('[L5] of the control plane, sent a fault whose body is nested too deep, refuses it', async () => {
    await using medplum = await startTestMedplum({ control: true });

    expect(
      await post(medplum, 'mock/faults', 'application/json', `{"fault":"status","status":503,"body":${deep}}`),
    ).toBe(400);
  });

  test('[L5] sent more parameters than a form has, refuses it and nothing throws', async () => {
    await using medplum = await startTestMedplum({ control: true });

    for (const path of jsonPaths.filter((name) => !name.startsWith('mock') && name !== 'signin')) {
      const status = await post(medplum, path, 'application/x-www-form-urlencoded', 'a=1&'.repeat(200_000));

      expect({ path, status }).toEqual({ path, status: 413 });
    }
  });

  test('[L5] sent wide JSON, answers in time and nothing throws', async () => {
    await using medplum = await startTestMedplum({ control: true });

    // It sends back what it is sent, in a header that no client reads to its end.
    for (const path of jsonPaths.filter((name) => name !== 'oauth2/authorize')) {
      const wide = { ...endpoints[path], grant_type: Array.from({ length: 100_000 }, () => []), __proto__: null };
      const status = await post(medplum, path, 'application/json', JSON.stringify(wide));

      expect({ path, failed: status >= 500 }).toEqual({ path, failed: false });
    }
    expect(medplum.log.filter(({ event }) => event === 'fault')).toEqual([]);
  });
});
