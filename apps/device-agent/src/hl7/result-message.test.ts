import { expect, test } from 'vitest';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { resultsOf } from '#test/translated.ts';

test.each([
  ['ADD', 1, [glucose, 'ADD|rest of a field']],
  ['DSC', 1, [glucose, 'DSC|7']],
])(
  '[D3] %s, which says that a message was cut, refuses it: half a result would pass for one',
  (segment, field, lines) => {
    expect(() => resultsOf(resultMessage(lines))).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', code: 100, location: { segment, sequence: 1, field } }),
    );
  },
);

test.each(['DSC', 'DSC|', 'DSC|""'])('[D3] %s, which says that nothing follows, is passed over', (line) => {
  expect(resultsOf(resultMessage([glucose, line]))).toHaveLength(1);
});

test('[D3] MSH-14, which says that a message goes on from another, refuses it', () => {
  const first = header().split('|');
  first[13] = '7';

  expect(() => resultsOf(hl7(first.join('|'), 'PID|1||RC-1', 'OBR|1', glucose))).toThrow(
    expect.objectContaining({ acknowledgment: 'AE', location: { segment: 'MSH', sequence: 1, field: 14 } }),
  );
});
