import { badRequest, forbidden, OperationOutcomeError, serverError } from '@medplum/core';
import type { AccessPolicy, Bundle, Observation } from '@medplum/fhirtypes';
import { MockClient, type MockSubscriptionManager } from '@medplum/mock';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveList, type LiveList } from './live-list.ts';

const criteria = 'Observation?subject=Patient%2Fsam';
const nobody: Bundle = { resourceType: 'Bundle', type: 'history' };
const mayListen: AccessPolicy = { resourceType: 'AccessPolicy', resource: [{ resourceType: 'Subscription' }] };

const noSockets = badRequest('WebSocket subscriptions not enabled for current project');

let medplum: MockClient;
let sockets: MockSubscriptionManager;
let stored: Observation[];

const observation = (id: string, second: number): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: id },
  meta: { versionId: `${id}-1`, lastUpdated: `2026-11-24T10:00:0${second}Z` },
});

beforeEach(() => {
  vi.useFakeTimers();
  medplum = new MockClient({ seedDefaultData: false, cacheTime: 0 });
  sockets = medplum.getSubscriptionManager();
  stored = [observation('first', 1)];
  vi.spyOn(medplum, 'getAccessPolicy').mockReturnValue(mayListen);
  vi.spyOn(medplum, 'searchResources').mockImplementation((async () => [...stored]) as never);
});

afterEach(() => void vi.useRealTimers());

function openList(): LiveList<Observation> {
  return createLiveList(medplum, {
    resourceType: 'Observation',
    filter: { subject: 'Patient/sam' },
    order: { _sort: '-date' },
  });
}

async function follow(): Promise<{ list: LiveList<Observation>; leave: () => void }> {
  const list = openList();
  const leave = list.subscribe(() => undefined);
  await list.refresh();
  return { list, leave };
}

const connect = (): void =>
  sockets.emitEventForCriteria(criteria, { type: 'connect', payload: { subscriptionId: 'a' } });

test('live list, when bound, reads again what came since its first reading', async () => {
  const { list } = await follow();
  stored.unshift(observation('between', 2));

  connect();
  await list.refresh();

  expect(list.get()).toMatchObject({ liveness: 'live', items: [{ id: 'between' }, { id: 'first' }] });
});

test('live list, told of an event, has the new item once and says that it is new', async () => {
  const { list } = await follow();
  connect();
  stored.unshift(observation('second', 2));

  sockets.emitEventForCriteria(criteria, { type: 'message', payload: nobody });
  sockets.emitEventForCriteria(criteria, { type: 'message', payload: nobody });
  await list.refresh();

  expect(list.get().items?.map(({ id }) => id)).toEqual(['second', 'first']);
  expect(list.get().news.map(({ id }) => id)).toEqual(['second']);
});

test('live list, told of many events at once, asks for one reading after the one under way', async () => {
  const { list } = await follow();
  const search = vi.spyOn(medplum, 'searchResources').mockClear();

  for (let count = 0; count < 50; count += 1) {
    sockets.emitEventForCriteria(criteria, { type: 'message', payload: nobody });
  }
  await list.refresh();

  expect(search).toHaveBeenCalledTimes(2);
});

test('live list, when an item goes away, does not call what moved up new', async () => {
  stored = [observation('latest', 3)];
  const { list } = await follow();
  stored = [observation('older', 1)];

  await list.refresh();

  expect(list.get().news).toEqual([]);
});

test('live list, whose socket closes, says so, and reads again what it missed once it is bound anew', async () => {
  const { list } = await follow();
  connect();
  sockets.emitEventForCriteria(criteria, { type: 'close' });
  expect(list.get().liveness).toBe('reconnecting');
  stored.unshift(observation('missed', 2));

  connect();
  await list.refresh();

  expect(list.get()).toMatchObject({ liveness: 'live', news: [{ id: 'missed' }] });
});

test('live list, whose binding failed, which the SDK does not repeat, asks for it again', async () => {
  await follow();
  const subscribe = vi.spyOn(medplum, 'subscribeToCriteria');
  const payload = new OperationOutcomeError(serverError(new Error('down')));
  sockets.emitEventForCriteria(criteria, { type: 'error', payload });
  expect(subscribe).not.toHaveBeenCalled();

  vi.advanceTimersByTime(15_000);

  expect(subscribe).toHaveBeenCalledExactlyOnceWith(criteria);
  expect(sockets.getCriteriaCount()).toBe(1);
});

test.each([
  ['a policy that refuses', new OperationOutcomeError(forbidden), 'not-allowed'],
  ['a project without sockets', new OperationOutcomeError(noSockets), 'turned-off'],
])('live list, of %s, says that it is not live and does not ask again', async (_name, payload, liveness) => {
  const { list } = await follow();

  sockets.emitEventForCriteria(criteria, { type: 'error', payload });
  vi.advanceTimersByTime(60_000);

  expect(list.get().liveness).toBe(liveness);
  expect(sockets.getCriteriaCount()).toBe(0);
});

test('live list, of a user whose policy has no Subscription, reads once and never asks for one', async () => {
  vi.spyOn(medplum, 'getAccessPolicy').mockReturnValue({ resourceType: 'AccessPolicy', resource: [] });
  const { list } = await follow();

  expect(list.get()).toMatchObject({ liveness: 'not-allowed', items: [{ id: 'first' }] });
  expect(sockets.getCriteriaCount()).toBe(0);
});

test('live list, left and joined in one go as by StrictMode, makes one Subscription', async () => {
  const subscribe = vi.spyOn(medplum, 'subscribeToCriteria');
  const list = openList();

  list.subscribe(() => undefined)();
  list.subscribe(() => undefined);
  await list.refresh();

  expect(subscribe).toHaveBeenCalledTimes(1);
  expect(sockets.getCriteriaCount()).toBe(1);
});

test('live list, left for good, gives its Subscription back and does not try again', async () => {
  const { leave } = await follow();
  const subscribe = vi.spyOn(medplum, 'subscribeToCriteria');

  leave();
  await Promise.resolve();
  vi.advanceTimersByTime(60_000);

  expect(sockets.getCriteriaCount()).toBe(0);
  expect(subscribe).not.toHaveBeenCalled();
});

test('live list, when a later reading fails, keeps what it had and says why', async () => {
  const { list } = await follow();
  const down = new TypeError('No answer from https://medplum.test');
  vi.spyOn(medplum, 'searchResources').mockRejectedValueOnce(down);

  await list.refresh();

  expect(list.get()).toMatchObject({ items: [{ id: 'first' }], error: down });
});
