import {
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { createTestInput } from '#test/input.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { folder } from './feature.ts';
import { createLook } from './take-files.ts';

function setUp(verdict?: () => 'added') {
  const { path, [Symbol.dispose]: remove } = temporaryFolder();
  onTestFinished(remove);
  ['done', 'refused'].forEach((name) => mkdirSync(join(path, name)));
  const input = createTestInput(verdict);
  const put = (name: string, content: Buffer, ageMs = 5000): void => {
    writeFileSync(join(path, name), content);
    utimesSync(join(path, name), (input.now() - ageMs) / 1000, (input.now() - ageMs) / 1000);
  };
  const names = (inside = ''): string[] =>
    readdirSync(join(path, inside))
      .filter((name) => name.includes('.'))
      .sort((one, other) => (one < other ? -1 : 1));
  const look = createLook(path, input.context);
  const lookTwice = (): void => [look, look].forEach((one) => one());
  return { ...input, path, put, names, look, lookTwice };
}

const time = '2026-09-14T083012.000Z';

test('[D3] folder, given a file with two messages, queues both and moves the file to done', () => {
  const { put, lookTwice, names, taken } = setUp();
  put('a.HL7', Buffer.concat([resultMessage([glucose]), resultMessage([glucose], { id: 'M2' })]));

  lookTwice();

  expect(taken().map(({ controlId, channel }) => [controlId, channel])).toEqual([
    ['M1', 'folder'],
    ['M2', 'folder'],
  ]);
  expect([names(), names('done'), names('refused')]).toEqual([[], [`${time}-a.HL7`], []]);
});

test('[D3] folder, whose file was taken, takes it no second time', () => {
  const { put, look, lookTwice, taken } = setUp();
  put('a.hl7', resultMessage([glucose]));

  lookTwice();
  look();

  expect(taken()).toHaveLength(1);
});

test('[D3] [F11] folder, given a file with a mistake, moves it to refused with the reason', () => {
  const { path, put, lookTwice, names, taken } = setUp();
  put('a.hl7', hl7(header(), 'PID|1||1', glucose));
  put('b.hl7', resultMessage([glucose]));

  lookTwice();

  expect(names('refused')).toEqual([`${time}-a.hl7`, `${time}-a.hl7.reason.txt`]);
  expect(readFileSync(join(path, 'refused', `${time}-a.hl7.reason.txt`), 'utf8')).toContain(
    'OBX without OBR before it',
  );
  expect([taken().length, names('done')]).toEqual([1, [`${time}-b.hl7`]]);
});

test('[F11] folder, given a file that is too long or empty, refuses it', () => {
  const { path, put, lookTwice, names, taken } = setUp();
  put('a.hl7', Buffer.alloc(16 * 1_048_576 + 1));
  put('b.hl7', Buffer.alloc(0));

  lookTwice();

  expect([names('refused').length, taken()]).toEqual([4, []]);
  expect(readFileSync(join(path, 'refused', `${time}-a.hl7.reason.txt`), 'utf8')).toContain('longer than 1 MiB');
});

test('[D3] [F11] folder, given a file with one good message of two, takes it and says which is left', () => {
  const { path, put, lookTwice, names, taken } = setUp();
  put('a.hl7', Buffer.concat([resultMessage([glucose]), hl7(header({ id: 'M2' }), 'PID|1||1', glucose)]));

  lookTwice();

  expect([taken().map(({ controlId }) => controlId), names('done'), names('refused').length]).toEqual([['M1'], [], 2]);
  const reason = readFileSync(join(path, 'refused', `${time}-a.hl7.reason.txt`), 'utf8');
  expect(reason.split('\n').filter((line) => line.startsWith('MSA'))).toEqual([
    'MSA|AA|M1|',
    expect.stringMatching(/^MSA\|AE\|M2\|/),
  ]);
});

test('[F10] folder, when the queue cannot store, leaves files, also one that asks for no answer', () => {
  const { put, lookTwice, names } = setUp(() => {
    throw new Error('database or disk is full');
  });
  put('a.hl7', resultMessage([glucose]));
  put('b.hl7', Buffer.from(resultMessage([glucose]).toString().replace('|2.5.1||||||', '|2.5.1|||NE|NE||')));

  lookTwice();

  expect(names()).toEqual(['a.hl7', 'b.hl7']);
});

test('[D3] folder, when a file was written a moment ago or has another name, does not read it', () => {
  const { put, lookTwice, names, taken } = setUp();
  put('a.hl7', resultMessage([glucose]), 100);
  put('b.tmp', resultMessage([glucose]));

  lookTwice();

  expect([names(), taken()]).toEqual([['a.hl7', 'b.tmp'], []]);
});

test('[D3] folder, when a file grows between two looks though its time is old, does not read it', () => {
  const { put, look, taken } = setUp();
  put('a.hl7', resultMessage([glucose]).subarray(0, 150));
  look();
  put('a.hl7', resultMessage([glucose]));

  look();
  expect(taken()).toEqual([]);
  look();
  expect(taken()).toHaveLength(1);
});

test('[D7] folder, given several files, takes them in the order of their names', () => {
  const { put, lookTwice, taken } = setUp();
  ['b', 'c', 'a', 'B'].forEach((name) => put(`${name}.hl7`, resultMessage([glucose], { id: name })));

  lookTwice();

  expect(taken().map(({ controlId }) => controlId)).toEqual(['B', 'a', 'b', 'c']);
});

test('[D7] folder, when one file cannot be moved, says so and keeps back no other', () => {
  const { path, put, lookTwice, names, log } = setUp();
  rmSync(join(path, 'done'), { recursive: true });
  put('a.hl7', resultMessage([glucose]));
  put('b.hl7', hl7(header(), 'PID|1||1', glucose));

  lookTwice();

  expect([names(), names('refused').length]).toEqual([['a.hl7'], 2]);
  expect(log.error).toHaveBeenCalledExactlyOnceWith(expect.any(String), { folder: path, code: 'ENOENT' });
});

test('[D7] folder, while it is away, says so, and is read when it is there again', () => {
  const { path, put, look, lookTwice, taken, log } = setUp();
  rmSync(path, { recursive: true });
  look();
  expect(log.error).toHaveBeenCalledExactlyOnceWith(expect.any(String), { folder: path, code: 'ENOENT' });
  mkdirSync(join(path, 'done'), { recursive: true });
  put('a.hl7', resultMessage([glucose]));

  lookTwice();

  expect(taken()).toHaveLength(1);
});

test('[L7] folder, switched on, keeps what it has read for its owner alone', async () => {
  const { path, put, context, lookTwice } = setUp();
  ['done', 'refused'].forEach((name) => rmSync(join(path, name), { recursive: true }));
  const input = folder.read({ DEVICE_AGENT_FOLDER: path })?.input?.(context);
  expect(await input?.start()).toEqual({ folder: path });
  await input?.stop();
  put('a.hl7', hl7(header(), 'PID|1||1', glucose));

  lookTwice();

  const modes = ['done', 'refused', `refused/${time}-a.hl7.reason.txt`].map((name) => statSync(join(path, name)).mode);
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o700, 0o600]);
});

test('[L7] folder, given a link, does not follow it', () => {
  const { path, lookTwice, names, put, taken } = setUp();
  put('outside', resultMessage([glucose]));
  symlinkSync(join(path, 'outside'), join(path, 'a.hl7'));
  lutimesSync(join(path, 'a.hl7'), 0, 0);

  lookTwice();

  expect([names(), taken()]).toEqual([['a.hl7'], []]);
});

test('[D3] folder, switched on, looks by itself until it is stopped', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { path, put, context, taken } = setUp();
  const input = folder.read({ DEVICE_AGENT_FOLDER: path })?.input?.(context);
  put('a.hl7', resultMessage([glucose]));

  await input?.start();
  vi.advanceTimersByTime(3000);
  await input?.stop();
  put('b.hl7', resultMessage([glucose]));
  vi.advanceTimersByTime(3000);

  expect(taken()).toHaveLength(1);
});

test('[D3] folder, when the one in the settings is not there, stops the start', () => {
  expect(() => folder.read({ DEVICE_AGENT_FOLDER: '/no/such' })).toThrow('DEVICE_AGENT_FOLDER must name a folder');
});

test('[D3] folder, when it is a file, or none is named, stops the start, or adds nothing', () => {
  const { path, put } = setUp();
  put('a.txt', Buffer.from('x'));

  expect(() => folder.read({ DEVICE_AGENT_FOLDER: join(path, 'a.txt') })).toThrow('must name a folder that is there');
  expect(folder.read({})).toBeUndefined();
});
