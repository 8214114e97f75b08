import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { createTestInput } from '#test/input.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { folder } from './feature.ts';
import { takeFiles } from './take-files.ts';

function setUp(verdict?: () => 'added') {
  const path = temporaryFolder();
  onTestFinished(() => path[Symbol.dispose]());
  const input = createTestInput(verdict);
  const put = (name: string, content: Buffer, ageMs = 5000): void => {
    writeFileSync(join(path.path, name), content);
    utimesSync(join(path.path, name), (input.now() - ageMs) / 1000, (input.now() - ageMs) / 1000);
  };
  const names = (): string[] => readdirSync(path.path).sort((one, other) => (one < other ? -1 : 1));
  return { ...input, path: path.path, put, names, take: () => takeFiles(path.path, input.context) };
}

test('[D3] folder, given a file with two messages, queues both and erases the file', () => {
  const { put, take, names, taken } = setUp();
  put('a.hl7', Buffer.concat([resultMessage([glucose]), resultMessage([glucose], { id: 'M2' })]));

  take();

  expect(taken().map(({ controlId, channel }) => [controlId, channel])).toEqual([
    ['M1', 'folder'],
    ['M2', 'folder'],
  ]);
  expect(names()).toEqual([]);
});

test('[D3] [F11] folder, given a file with a mistake, sets it aside with its answer and takes the next', () => {
  const { path, put, take, names, taken } = setUp();
  put('a.hl7', hl7(header(), 'PID|1||1', glucose));
  put('b.hl7', resultMessage([glucose]));

  take();

  expect(names()).toEqual(['a.hl7.refused', 'a.hl7.refused.txt']);
  expect(readFileSync(join(path, 'a.hl7.refused.txt'), 'utf8')).toContain('OBX without OBR before it');
  expect(taken()).toHaveLength(1);
});

test('[F10] folder, when the queue cannot store, leaves the file for the next time', () => {
  const { put, take, names } = setUp(() => {
    throw new Error('database or disk is full');
  });
  put('a.hl7', resultMessage([glucose]));

  take();

  expect(names()).toEqual(['a.hl7']);
});

test('[D3] folder, when a file is still being written, or has another name, waits', () => {
  const { put, take, names, taken } = setUp();
  put('a.hl7', resultMessage([glucose]).subarray(0, 60), 100);
  put('b.tmp', resultMessage([glucose]));

  take();

  expect([names(), taken()]).toEqual([['a.hl7', 'b.tmp'], []]);
});

test('[D3] folder, when the one in the settings is not there, stops the start', () => {
  expect(() => folder.read({ DEVICE_AGENT_FOLDER: '/no/such' })).toThrow('DEVICE_AGENT_FOLDER must name a folder');
});
