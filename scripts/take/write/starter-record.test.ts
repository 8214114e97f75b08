import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRecord, writeRecord } from './starter-record.ts';

const record = { starter: 'device-agent', from: 'here', version: '0.1.0', name: 'mine', features: ['astm'], files: {} };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('[X1] record of a taken folder, once written, is read again', () => {
  writeRecord(folder, record);

  expect(readRecord(folder)).toEqual(record);
});

test('[X1] record, in a folder that was not taken, is none', () => {
  expect(readRecord(folder)).toBeUndefined();
});

test.each(['', '{', '[]', 'null', '{"starter":"device-agent","name":"mine"}'])(
  '[X1] record, damaged to %s, is refused with what to do',
  (text) => {
    writeFileSync(join(folder, '.starter.json'), text);

    expect(() => readRecord(folder)).toThrow(
      /is not as .* wrote it\. Bring it back, .* "git checkout \.starter\.json"/,
    );
  },
);
