import type { AccessPolicy } from '@medplum/fhirtypes';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aliceId, bobId, startClinic, type TestClinic } from './test-clinic.ts';

let clinic: TestClinic;

beforeAll(async () => {
  clinic = await startClinic({ features: ['transaction-bundles'] });
});

afterAll(async () => clinic[Symbol.asyncDispose]());

const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');
const segment = fc.oneof(
  fc.constantFrom('Patient', 'Observation', 'Binary', 'Bundle', 'Nope', 'Resource', 'DomainResource', '__proto__'),
  fc.constantFrom('_history', '_search', '$validate', '$everything', 'constructor', aliceId, bobId, '%00', '%', ''),
  // A dot segment would leave /fhir/R4 before it is sent.
  fc.string().filter((text) => !/^\.{1,2}$/.test(text)),
);
const parameter = fc.tuple(
  fc.constantFrom(
    'name',
    'birthdate',
    'identifier',
    'general-practitioner',
    'general-practitioner:Practitioner.name',
    '_has:Observation:subject:code',
    '_has',
    '_has:Nope:x:y',
    '_filter',
    '_sort',
    '_count',
    '_offset',
    '_total',
    '_summary',
    '_elements',
    '_include',
    '_revinclude',
    '_include:iterate',
    '_type',
    '_cursor',
    '_lastUpdated',
    'gender:not',
    'code-value-quantity',
    'value-quantity',
  ),
  fc.oneof(fc.string(), fc.constantFrom('1', '-1', 'ge2000', 'Patient:link', 'Observation:subject', 'a|b|c', '*', ',')),
);
const json = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record({ resourceType: segment, id: fc.oneof(segment, fc.integer()), meta: fc.jsonValue(), name: fc.jsonValue() })
    .map((value) => JSON.stringify(value)),
  fc
    .record({
      resourceType: fc.constant('Bundle'),
      type: fc.constantFrom('batch', 'transaction', 'message'),
      entry: fc.array(
        fc.record({
          fullUrl: fc.string(),
          request: fc.record({
            method,
            url: fc.tuple(segment, segment).map((parts) => parts.join('/')),
            ifNoneExist: fc.string(),
          }),
          resource: fc.record({ resourceType: segment, id: segment }),
        }),
        { maxLength: 3 },
      ),
    })
    .map((value) => JSON.stringify(value)),
  fc
    .array(
      fc.record({
        op: fc.constantFrom('add', 'remove', 'test', 'move', 'nope'),
        path: fc.string(),
        value: fc.jsonValue(),
      }),
    )
    .map((value) => JSON.stringify(value)),
);
const headers = fc.record(
  {
    'if-match': fc.constantFrom('W/"x"', '"', 'abc'),
    'if-none-exist': fc.constantFrom('identifier=x|y', '', '%', '&&&', 'nope=1', '_has:a:b:c=d'),
    prefer: fc.constantFrom('return=minimal', 'respond-async', 'x'),
    'content-type': fc.constantFrom(
      'application/fhir+json',
      'application/json-patch+json',
      'text/plain',
      'application/xml',
    ),
  },
  { requiredKeys: [] },
);

test(
  '[M3] FHIR, whatever it is sent, answers with a 4xx OperationOutcome or success, and never with a 5xx',
  { timeout: 60_000 },
  async () => {
    const policy = fc.constantFrom<AccessPolicy['resource']>(undefined, [
      { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}` },
    ]);
    const property = fc.asyncProperty(
      method,
      fc.array(segment, { maxLength: 4 }),
      fc.array(parameter, { maxLength: 3 }),
      json,
      headers,
      policy,
      async (verb, path, query, body, header, entries) => {
        const search = new URLSearchParams(query).toString();
        const url = `${path.map((part) => (part.startsWith('%') ? part : encodeURIComponent(part))).join('/')}?${search}`;
        const hasBody = !['GET', 'HEAD'].includes(verb);
        const { status, body: answer } = await clinic.as(entries)(verb, url, hasBody ? body : undefined, header);

        const hasOutcome = status < 400 || verb === 'HEAD' || answer.resourceType === 'OperationOutcome';
        expect(status).toBeLessThan(500);
        expect(hasOutcome).toBe(true);
      },
    );

    await fc.assert(property, { numRuns: 400 });
  },
);
