import { expect, test } from 'vitest';
import { readSandboxMessage } from './sandbox-message.ts';

const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid' }] };
const request = { type: 'fetch', id: 1, url: 'http://localhost/', method: 'GET', headers: [['accept', '*/*']] };

test.each([
  { type: 'started' },
  { type: 'log', line: 'a "[[[" line' },
  request,
  { type: 'returned' },
  { type: 'returned', value: [{ a: '\\' }] },
  { type: 'threw', outcome },
])('[L3] message $type, as the program writes it, is read', (message) => {
  expect(readSandboxMessage(JSON.stringify(message))).toEqual(message);
});

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['an unknown type', '{"type":"__proto__"}'],
  ['a member too many', JSON.stringify({ ...request, dispatcher: 1 })],
  ['a method that is none', JSON.stringify({ ...request, method: 'GET / HTTP/1.1\r\n' })],
  ['a header that is no pair', JSON.stringify({ ...request, headers: [['a']] })],
  ['an outcome without an issue', JSON.stringify({ type: 'threw', outcome: { ...outcome, issue: [] } })],
  ['an outcome that is none', '{"type":"threw","outcome":null}'],
  ['a log line of 10,001 characters', JSON.stringify({ type: 'log', line: 'x'.repeat(10_001) })],
  ['a value that is nested 5,000 deep', `{"type":"returned","value":${'['.repeat(5000)}${']'.repeat(5000)}}`],
])('[L3] message, with %s, is none', (_, line) => {
  expect(readSandboxMessage(line)).toBeUndefined();
});
