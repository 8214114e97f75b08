import { expect, test } from 'vitest';
import { translateMessage } from '#hl7/translate-message.ts';
import type { Entry } from '#queue/transaction.ts';
import { glucose, header, hl7 } from '#test/hl7-text.ts';
import { translation } from '#test/settings.ts';
import { toTransactions, type Refinement } from './to-transactions.ts';

const [one, other] = ['PID|1||RC-1', 'PID|2||RC-2'];
const original = { contentType: 'x-application/hl7-v2+er7', text: 'MSH' };
const orderOf = (id: string, results: number) => [`OBR|1||${id}|X`, ...Array.from({ length: results }, () => glucose)];
const make = (lines: readonly string[], ...refinements: readonly Refinement[]) =>
  toTransactions(translateMessage(hl7(header(), ...lines), translation), { channel: 'mllp', original, refinements });

/** Adds a report that refers to each result of its order. */
const withReport: Refinement = {
  entries: ({ identifier }, entries) => {
    const result = entries.map((_, index) => ({ reference: `entry:${index}` }));
    const report = { resourceType: 'DiagnosticReport', identifier: [...identifier], result };
    return [
      ...entries,
      { resource: report as unknown as Entry['resource'], name: 'Report', after: entries.map((_, index) => index) },
    ];
  },
};

test('[D7] transactions, of a message about two patients, are one for each: neither waits for the other', () => {
  const lines = [one, ...orderOf('F-1', 1), other, ...orderOf('F-2', 2), one, ...orderOf('F-3', 1)];
  const [first, second, ...more] = make(lines);

  expect([first?.entries.length, second?.entries.length, more]).toEqual([2, 2, []]);
  expect(second?.key).toBe(`${first?.key}.2`);
  expect(first?.partition).not.toBe(second?.partition);
  expect(make(lines)).toEqual([first, second]);
});

test('[F13] transactions, of a message kept as it came, hold it once, and no patient number beside it', () => {
  const made = make([one, ...orderOf('F-1', 1), other, ...orderOf('F-2', 1)]);

  expect(made.map((transaction) => transaction.original)).toEqual([original, undefined]);
  expect(made.map(({ partition }) => partition).join()).not.toMatch(/RC-/);
});

test('[D3] transactions, whose orders have reports, refer each to the results of its own order', () => {
  const [made] = make([one, ...orderOf('F-1', 11), ...orderOf('F-2', 12)], withReport);
  const [first, second] = (made?.entries ?? []).filter(({ name }) => name === 'Report');

  const references = (entry: Entry | undefined): unknown => JSON.stringify(entry?.resource).match(/entry:\d+/g);
  const from = (begin: number, length: number): number[] => Array.from({ length }, (_, index) => begin + index);
  expect([first?.after, second?.after]).toEqual([from(0, 11), from(12, 12)]);
  expect([references(first), references(second)]).toEqual(
    [from(0, 11), from(12, 12)].map((all) => all.map((index) => `entry:${index}`)),
  );
});

test('[D3] transactions, refined twice, are refined by each in turn, and what one leaves alone stays', () => {
  const coded = (text: string): Refinement => ({
    order: ({ results, ...order }) => ({
      ...order,
      results: results.map((result) => ({ ...result, code: { text: `${result.code.text} ${text}` } })),
    }),
  });
  const [made] = make([one, ...orderOf('F-1', 1)], coded('a'), {}, coded('b'), withReport);

  expect(made?.entries.map(({ name }) => name)).toEqual(['Glucose a b', 'Report']);
});

test.each(['C', 'A', 'X', 'D', 'W'])(
  '[D3] transactions, of a result and one of status %s, say what that one corrects',
  (status) => {
    const [made] = make([one, 'OBR|1||F-1|X', glucose, glucose.replace('|||F', `|||${status}`)]);

    expect(made?.entries.map(({ revises }) => revises?.system?.split('/').at(-1))).toEqual([
      undefined,
      'order-results',
    ]);
  },
);
