import { expect, test } from 'vitest';
import { toFhirDateTime } from './hl7-time.ts';

test.each([
  ['2026', '2026'],
  ['202609', '2026-09'],
  ['20260914', '2026-09-14'],
  ['202609140830+0200', '2026-09-14T08:30:00+02:00'],
  ['20260914083012.1234-0530', '2026-09-14T08:30:12.1234-05:30'],
])('HL7 time %s, with all it needs, becomes %s', (text, expected) => {
  expect(toFhirDateTime(text, 'UTC')).toBe(expected);
});

test.each([
  ['20260714120000', 'Europe/Berlin', '2026-07-14T12:00:00+02:00'],
  ['20261214120000', 'Europe/Berlin', '2026-12-14T12:00:00+01:00'],
  // The clocks go forward at 02:00 and back at 03:00; the minute before and the minute after each.
  ['20260329015900', 'Europe/Berlin', '2026-03-29T01:59:00+01:00'],
  ['20260329030000', 'Europe/Berlin', '2026-03-29T03:00:00+02:00'],
  ['20261025015900', 'Europe/Berlin', '2026-10-25T01:59:00+02:00'],
  ['20261025030000', 'Europe/Berlin', '2026-10-25T03:00:00+01:00'],
  ['20260714120000', 'America/St_Johns', '2026-07-14T12:00:00-02:30'],
  ['20260714120000', 'Asia/Kathmandu', '2026-07-14T12:00:00+05:45'],
  ['20260714120000', 'UTC', '2026-07-14T12:00:00+00:00'],
  ['20260714120000', '-0500', '2026-07-14T12:00:00-05:00'],
])('HL7 time %s without an offset, read in %s, becomes %s', (text, zone, expected) => {
  expect(toFhirDateTime(text, zone)).toBe(expected);
});

test.each(['', 'yesterday', '20260230', '202613', '2026091425', '00000000', '2026091', '20260914T083000'])(
  'HL7 time %j, which is none, becomes nothing',
  (text) => {
    expect(toFhirDateTime(text, 'UTC')).toBeUndefined();
  },
);
