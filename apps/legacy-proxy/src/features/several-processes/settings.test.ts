import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { severalProcesses } from './feature.ts';
import { readRedisUrl } from './settings.ts';

test('[P10] REDIS_URL, absent, is not asked for, and of another kind is refused without its value', () => {
  expect(severalProcesses.configure({})).toBeUndefined();
  expect(readRedisUrl({ REDIS_URL: 'rediss://user:secret@redis.example:6380' })).toContain('redis.example');
  for (const scheme of ['https', 'my-redis', 'redis-sentinel']) {
    expect(() => readRedisUrl({ REDIS_URL: `${scheme}://user:secret@redis.example` })).toThrow(
      /^REDIS_URL must be a URL such as redis:\/\/127\.0\.0\.1:6379$/,
    );
  }
});

test('[P10] REDIS_URL, whose password is percent-encoded, tells the log to mask it as it is', () => {
  const { secrets } = severalProcesses.configure({ REDIS_URL: 'redis://:p%40ss@redis.example' }) ?? {};

  expect(secrets).toEqual(['p@ss']);
});

test('[P10] REDIS_URL, which may hold a password, is read from a file that is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'url'), 'redis://user:secret@redis.example\n');

  expect(readRedisUrl({ REDIS_URL_FILE: join(folder, 'url'), MY_REDIS_FILE: '/nowhere' })).toBe(
    'redis://user:secret@redis.example',
  );
});
