import { expect, test, vi } from 'vitest';
import { measureClockSkew } from './clock-skew.ts';
import { createServerClock } from './server-clock.ts';

const baseUrl = 'http://medplum.test/';
const serverTime = Date.parse('2026-09-14T08:30:12Z');

function setUp({ aheadMs = 0, status = 200, date = new Date(serverTime).toUTCString() }) {
  const headers = date ? { date } : {};
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response('{}', { status, headers }));
  const now = (): number => serverTime + aheadMs;
  return { fetch, now, clock: createServerClock({ fetch, baseUrl, now }) };
}

test.each([0, 600_000, -3_600_000])(
  '[F6] server clock, on a machine that is %i ms ahead, asks the server once and gives its time',
  async (aheadMs) => {
    const { clock, fetch } = setUp({ aheadMs });

    expect([await clock.now(), await clock.now()]).toEqual([serverTime, serverTime]);
    expect(fetch.mock.calls).toEqual([['http://medplum.test/healthcheck']]);
  },
);

test('[F6] server clock, after any answer, has read the time from it and asks no more', async () => {
  const { clock, fetch } = setUp({ aheadMs: 90_000 });

  await clock.fetch('http://medplum.test/fhir/R4/Observation', { method: 'POST' });

  expect(await clock.now()).toBe(serverTime);
  expect(fetch.mock.calls).toEqual([['http://medplum.test/fhir/R4/Observation', { method: 'POST' }]]);
});

test('[F6] server clock, after an answer without a date, keeps what it knew', async () => {
  const { clock, fetch } = setUp({ aheadMs: 90_000 });
  await clock.now();
  fetch.mockImplementation(async () => new Response('{}'));

  await clock.fetch(baseUrl);

  expect(await clock.now()).toBe(serverTime);
});

test('[F6] server clock, while the server cannot be asked, gives this machine\u2019s time', async () => {
  const { clock, now } = setUp({ aheadMs: 90_000, status: 502 });

  expect(await clock.now()).toBe(now());
});

test.each([{ status: 502 }, { date: '' }, { date: 'yesterday' }])(
  '[F6] clock skew, given the health check %o, blames the address and not the clock',
  async (answer) => {
    const { fetch, now } = setUp(answer);

    await expect(measureClockSkew({ fetch, baseUrl, now })).rejects.toMatchObject({
      code: 'unreachable',
      message: `The health check answered HTTP ${answer.status ?? 200}: is MEDPLUM_BASE_URL right?`,
    });
  },
);

test('[F6] clock skew, of a machine that is behind, is negative', async () => {
  const { fetch, now } = setUp({ aheadMs: -30_000 });

  expect(await measureClockSkew({ fetch, baseUrl, now })).toBe(-30_000);
});
