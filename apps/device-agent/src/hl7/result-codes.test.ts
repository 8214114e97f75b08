import { expect, test } from 'vitest';
import { header, hl7 } from '#test/hl7-text.ts';
import { translation } from '#test/settings.ts';
import { obx, resultOf } from '#test/translated.ts';
import { translateMessage } from './translate-message.ts';

test.each([
  ['F U', 'final'],
  ['P R S', 'preliminary'],
  ['I', 'registered'],
  ['C', 'corrected'],
  ['A', 'amended'],
  ['X', 'cancelled'],
  ['D W', 'entered-in-error'],
  ['f constructor __proto__', 'unknown'],
  ['N O', undefined],
])('[D3] OBX-11, one of %s, gives a result the status %s', (codes, expected) => {
  for (const status of codes.split(' ')) {
    expect(resultOf({ status })?.status).toBe(expected);
  }
});

test('[D3] OBX-11, that says nothing, leaves the status of a result unknown', () => {
  expect(resultOf({ status: '' })?.status).toBe('unknown');
});

/** The status of an order, by what OBR-25 says and by those of its results. */
function orderStatus(code: string, results: string) {
  const lines = [...results].map((status) => obx({ status }));
  const body = hl7(header(), 'PID|1||RC-1', `OBR|1||F${'|'.repeat(22)}${code}`, ...lines);
  return translateMessage(body, translation).orders[0]?.status;
}

test.each([
  ['I O S', 'registered'],
  ['A', 'partial'],
  ['P R', 'preliminary'],
  ['F', 'final'],
  ['C', 'corrected'],
  ['X', 'cancelled'],
])('[D3] OBR-25, one of %s, gives a report the status %s, whatever its results say', (codes, expected) => {
  for (const code of codes.split(' ')) {
    expect([orderStatus(code, 'FP'), orderStatus(code, 'I')]).toEqual([expected, expected]);
  }
});

test.each([
  ['FF', 'final'],
  ['PP', 'preliminary'],
  ['FP', 'partial'],
  ['XX', 'cancelled'],
  ['FC', 'corrected'],
  ['PA', 'corrected'],
  ['NO', 'partial'],
])('[D3] report, whose OBR-25 says nothing known, has of results %s the status %s', (results, expected) => {
  expect([orderStatus('', results), orderStatus('constructor', results)]).toEqual([expected, expected]);
});
