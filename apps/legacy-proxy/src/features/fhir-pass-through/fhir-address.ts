import { HttpError } from '#middleware/http-error.ts';

/** A request of the front end, as it goes on to Medplum. */
export type FhirAddress = Readonly<{
  /** Below `fhir/R4/`, with the query, written anew from what was understood. */
  path: string;
  /** For the access log: the type, and the id or the patient. */
  resource: string;
}>;

type Rule = Readonly<{ method: string; pattern: RegExp; parameters: readonly string[] }>;

const id = '[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}';
const paging = ['_count', '_sort', '_cursor', '_offset'];

/** What the front end may ask for. All else is refused before Medplum hears of it. */
const rules: readonly Rule[] = [
  { method: 'GET', pattern: new RegExp(`^(Patient|Observation|DocumentReference)/${id}$`), parameters: [] },
  {
    method: 'GET',
    pattern: /^(Observation|DocumentReference)$/,
    parameters: ['subject', 'code', 'category', 'date', ...paging],
  },
  { method: 'POST', pattern: /^DocumentReference$/, parameters: [] },
];

// One patient, under all records that Medplum merged.
const subjectPattern = new RegExp(`^Patient/${id}(,Patient/${id}){0,9}$`);

/**
 * Reads the address of a request, as it came, and writes it anew when it is on the list. What two parsers could
 * read differently (percent signs in the path, dots, doubled slashes, another host) is refused.
 *
 * @param address - Below `/fhir/R4/`, not decoded.
 * @throws HttpError 404 for a path, 405 for a method, 400 for a parameter that is on no list.
 */
export function readFhirAddress(method: string, address: string): FhirAddress {
  const [path = '', query = ''] = address.split(/\?(.*)/s);
  const known = rules.filter(({ pattern }) => pattern.test(path));
  if (known.length === 0) {
    throw new HttpError(404, 'This address is not passed on to Medplum.', 'Ask for one that is on the list.');
  }
  const rule = known.find((one) => one.method === method);
  if (!rule) {
    throw new HttpError(405, 'This address is not passed on with that method.', 'Use one that is on the list.');
  }
  const given = [...new URLSearchParams(query)];
  if (
    given.some(([name]) => !rule.parameters.includes(name)) ||
    new Set(given.map(([name]) => name)).size < given.length
  ) {
    throw new HttpError(
      400,
      'This search has a parameter that is not passed on.',
      'Use those that are on the list, once.',
    );
  }
  const written = new URLSearchParams(given);
  const subject = written.get('subject') ?? '';
  // A search without a patient would go through all of them.
  if (rule.parameters.length > 0 && !subjectPattern.test(subject)) {
    throw new HttpError(400, 'This search names no patient.', 'Add subject=Patient/ and the id.');
  }
  return {
    path: given.length > 0 ? `${path}?${written.toString()}` : path,
    resource: subject ? `${path} of ${subject}` : path,
  };
}
