import type { Answer } from '#contract/answer.ts';
import { type Case, type Expected, type Group, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';

/** The device's policy hides `telecom` and `birthDate` of Alice, whose phone is 555. */
async function asDevice(setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> {
  return setup.fhir(method, path, bearer(await setup.clientToken('device')), body);
}

const found = (setup: Setup): Expected => ({
  status: 200,
  body: { total: 1, entry: [{ resource: { id: setup.alice, birthDate: undefined, telecom: undefined } }] },
});
const notFoundBy: Expected = { status: 200, body: { type: 'searchset', total: 0, entry: undefined } };

/** Two cases: what is asked for is there, and it is not. The answers differ, and so tell what is hidden. */
function probe(id: string, name: string, right: string, wrong: string): Case[] {
  const search = (query: string) => (setup: Setup) => asDevice(setup, 'GET', `Patient?${query}&_total=accurate`);
  return [
    when(`${id}A`, `${name} is searched for its value`, search(right), found),
    when(`${id}B`, `${name} is searched for another`, search(wrong), notFoundBy),
  ];
}

/** `hiddenFields` removes a field from the answer. It does not keep it from being searched. */
export const hiddenFields: Group = {
  title: 'AccessPolicy: hidden fields can be probed',
  cases: [
    ...probe('AH01', 'a hidden phone', 'phone=555', 'phone=556'),
    ...probe('AH02', 'a part of a hidden phone', 'telecom:contains=55', 'telecom:contains=56'),
    ...probe('AH03', 'the presence of a hidden field', 'telecom:missing=false', 'telecom:missing=true'),
    ...probe('AH04', 'a range of a hidden date', 'birthdate=lt1990-01-01', 'birthdate=ge1990-01-01'),
    ...probe('AH05', 'a hidden field in a _filter', '_filter=phone eq "555"', '_filter=phone eq "556"'),
    when(
      'AH06',
      'a hidden field is asked for by _elements',
      (setup) => asDevice(setup, 'GET', 'Patient?_elements=telecom,birthDate&_total=accurate'),
      found,
    ),
  ],
};
