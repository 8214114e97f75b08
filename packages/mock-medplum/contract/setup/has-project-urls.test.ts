import { describe, expect, test } from 'vitest';
import type { Answer } from '#contract/answer.ts';
import type { HttpClient } from '#contract/http-client.ts';
import { hasProjectUrls } from './has-project-urls.ts';

function serverOf(version: string, discoveryStatus: number): HttpClient {
  const get = (path: string): Promise<Answer> =>
    Promise.resolve({
      status: path === 'healthcheck' ? 200 : discoveryStatus,
      headers: new Headers(),
      setCookies: [],
      body: path === 'healthcheck' ? { version } : {},
    });
  return { get } as unknown as HttpClient;
}

describe('hasProjectUrls', () => {
  test.each([
    ['release 5.1.29', '5.1.29-f5d2946', 404, false],
    ['main after the release 5.1.29', '5.1.29-ca6e7b2', 200, true],
    ['release before', '5.0.31-1234567', 404, false],
    ['later release that lost them', '5.1.30-1234567', 404, true],
    ['later minor release', '5.2.0-1234567', 404, true],
  ])('Medplum, %s, has them or should: %s with %s is %s', async (_what, version, status, expected) => {
    expect(await hasProjectUrls(serverOf(version, status), 'some')).toBe(expected);
  });
});
