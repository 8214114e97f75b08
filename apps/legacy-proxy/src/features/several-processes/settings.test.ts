import { expect, test } from 'vitest';
import { readRedisUrl } from './settings.ts';

test('[P10] REDIS_URL, absent, is not asked for, and of another kind is refused without its value', () => {
  expect(readRedisUrl({})).toBeUndefined();
  expect(readRedisUrl({ REDIS_URL: 'rediss://user:secret@redis.example:6380' })).toContain('redis.example');
  expect(() => readRedisUrl({ REDIS_URL: 'https://user:secret@redis.example' })).toThrow(
    /^REDIS_URL must be a URL such as redis:\/\/127\.0\.0\.1:6379$/,
  );
});
