import { expect, test } from 'vitest';
import { createFakeLog } from '#test/fake-log.ts';
import { limitLog } from './limit-log.ts';

test('[L4] limited log, when too many lines come in a minute, leaves out the rest and says so', () => {
  const log = createFakeLog();
  const clock = { now: 0 };
  const limited = limitLog(log, { linesPerMinute: 2, now: () => clock.now });

  Array.from({ length: 500 }, () => limited.warn('message refused', { code: 1 }));
  clock.now = 60_000;
  limited.info('message taken');

  expect(log.warn.mock.calls).toEqual([
    ['message refused', { code: 1 }],
    ['message refused', { code: 1 }],
    ['log lines left out', { lines: 498 }],
  ]);
  expect(log.info).toHaveBeenCalledExactlyOnceWith('message taken', undefined);
});

test('[L4] limited log, when lines come evenly, writes them all', () => {
  const log = createFakeLog();
  const clock = { now: 0 };
  const limited = limitLog(log, { linesPerMinute: 2, now: () => clock.now });

  for (; clock.now < 600_000; clock.now += 30_000) {
    limited.info('message taken');
  }

  expect(log.info).toHaveBeenCalledTimes(20);
  expect(log.warn).not.toHaveBeenCalled();
});

test('[L4] limited log, when the clock is set back, does not fall silent', () => {
  const log = createFakeLog();
  const clock = { now: 3_600_000 };
  const limited = limitLog(log, { linesPerMinute: 1, now: () => clock.now });
  limited.info('before');

  clock.now = 0;
  limited.info('after');

  expect(log.info).toHaveBeenLastCalledWith('after', undefined);
});
