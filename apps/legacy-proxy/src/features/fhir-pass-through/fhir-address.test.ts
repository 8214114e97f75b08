import { expect, test } from 'vitest';
import { readFhirAddress } from './fhir-address.ts';

const id = '00000002-0000-4000-8000-000000000001';
const subject = `subject=Patient/${id}`;

test.each([`Patient/${id}`, `Observation/${id}`, `DocumentReference/${id}`])(
  '[P5] address of one resource, %s, goes on as it is, and with a parameter not at all',
  (path) => {
    expect(readFhirAddress('GET', path)).toEqual({ path, resource: path });
    expect(() => readFhirAddress('GET', `${path}?${subject}`)).toThrow(expect.objectContaining({ status: 400 }));
  },
);

test('[P5] search, with all parameters that the list has, goes on with those, written anew', () => {
  const rest = 'code=8867-4&category=vital-signs&date=gt2026-01-01&_count=5&_sort=-date&_cursor=a%20b&_offset=10';
  const written = `subject=Patient%2F${id}&${rest.replace('%20', '+')}`;

  expect(readFhirAddress('GET', `Observation?${subject}&${rest}`)).toEqual({
    path: `Observation?${written}`,
    resource: `Observation of Patient/${id}`,
  });
});

test.each(['xObservation', 'Observations', 'DocumentReference/1'])(
  '[P5] search of %s, which only looks like one on the list, is refused',
  (type) => {
    expect(() => readFhirAddress('GET', `${type}?${subject}`)).toThrow(expect.objectContaining({ status: 404 }));
  },
);

test.each(['xDocumentReference', 'DocumentReference/$docref'])(
  '[P5] write to %s, which only looks like the one on the list, is refused',
  (type) => {
    expect(() => readFhirAddress('POST', type)).toThrow(expect.objectContaining({ status: 404 }));
  },
);
