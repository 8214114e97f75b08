import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdleTimeout, type IdleTimeout } from './idle-timeout.ts';
import { lastUseKey, wasLeftIdle } from './last-use.ts';

const minute = 60_000;
const stops: (() => void)[] = [];

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-24T08:00:00Z') }));
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  vi.useRealTimers();
});

/** A tab in which somebody is signed in. */
function openTab(minutes = 10, isFreshSignIn = false): IdleTimeout {
  const idle = createIdleTimeout({ minutes, localStorage: window.localStorage, isFreshSignIn });
  stops.push(idle.watch());
  return idle;
}

function movePointer(): void {
  window.dispatchEvent(new Event('pointermove'));
}

/** What the browser tells a tab of what another did: jsdom has one tab. */
function tellOfUse(): void {
  window.dispatchEvent(new StorageEvent('storage', { key: lastUseKey }));
}

test('[C10] idle time-out, while the app is used, does not run out', () => {
  const idle = openTab();

  for (let count = 0; count < 5; count += 1) {
    vi.advanceTimersByTime(8 * minute);
    movePointer();
  }

  expect(idle.state()).toEqual({ status: 'in-use' });
});

test('[C10] idle time-out, a minute before its end, counts down, and a stray movement does not stop it', () => {
  const idle = openTab();
  const listener = vi.fn<() => void>();
  idle.subscribe(listener);
  vi.advanceTimersByTime(9 * minute);
  expect(idle.state()).toEqual({ status: 'ending', secondsLeft: 60 });

  vi.advanceTimersByTime(20_000);
  movePointer();

  expect(idle.state()).toEqual({ status: 'ending', secondsLeft: 40 });
  vi.advanceTimersByTime(40_000);
  expect(idle.state()).toEqual({ status: 'over' });
  expect(listener.mock.calls.length).toBeGreaterThan(50);
});

test('[C10] idle time-out, when somebody says in one tab that they are here, goes on in all', () => {
  const one = openTab();
  const other = openTab();
  vi.advanceTimersByTime(9.5 * minute);
  expect([one.state().status, other.state().status]).toEqual(['ending', 'ending']);

  one.stay();
  tellOfUse();

  expect([one.state(), other.state()]).toEqual([{ status: 'in-use' }, { status: 'in-use' }]);
  vi.advanceTimersByTime(9 * minute);
  expect(other.state()).toEqual({ status: 'ending', secondsLeft: 60 });
});

test('[C10] idle time-out, when the computer slept through it, is over at the first movement', () => {
  const idle = openTab();

  vi.setSystemTime('2026-11-25T08:00:00Z');
  movePointer();

  expect(idle.state()).toEqual({ status: 'over' });
});

test('[C10] idle time-out, when the pointer moves all the time, writes once a second', () => {
  openTab();
  const write = vi.spyOn(Storage.prototype, 'setItem');

  for (let count = 0; count < 50; count += 1) {
    vi.advanceTimersByTime(100);
    movePointer();
  }

  expect(write).toHaveBeenCalledTimes(5);
});

test('[C10] idle time-out, of a single minute, warns for half of it', () => {
  const idle = openTab(1);

  vi.advanceTimersByTime(30_000);

  expect(idle.state()).toEqual({ status: 'ending', secondsLeft: 30 });
});

test('[C10] idle time-out, once it is stopped, neither listens nor looks', () => {
  const idle = openTab();
  stops.splice(0).forEach((stop) => stop());

  vi.advanceTimersByTime(60 * minute);
  movePointer();

  expect(idle.state()).toEqual({ status: 'in-use' });
});

test('[C10] idle time-out, after a fresh sign-in, does not go by what an earlier page left', () => {
  window.localStorage.setItem(lastUseKey, '1');

  expect(openTab(10, true).state()).toEqual({ status: 'in-use' });
  expect(wasLeftIdle(window.localStorage, 10)).toBe(false);
});

test('[C10] app, opened after the time-out, knows that it was left', () => {
  openTab();
  vi.setSystemTime('2026-11-24T08:10:00Z');

  expect(wasLeftIdle(window.localStorage, 10)).toBe(true);
  expect(wasLeftIdle(window.localStorage, 11)).toBe(false);
  expect(wasLeftIdle(window.localStorage, 0)).toBe(false);
});
