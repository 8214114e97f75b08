import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, type Group, type Part, refuses, when } from '#contract/case.ts';
import type { World } from '#contract/world/world.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

const pages = new WeakMap<World, Promise<string>>();

/** Makes five Patients, `Page0` to `Page4`, and says how to find them. */
function fivePatients(w: World): Promise<string> {
  const known = pages.get(w) ?? makeFive(w);
  pages.set(w, known);
  return known;
}

async function makeFive(w: World): Promise<string> {
  const identifier = [{ system: 'urn:page', value: w.run }];
  for (const page of [0, 1, 2, 3, 4]) {
    const name = [{ family: `Page${page}${w.run}` }];
    textMember(await fhir(w, 'POST', 'Patient', { resourceType: 'Patient', identifier, name }), 'id');
  }
  return `identifier=urn:page|${w.run}`;
}

/** Searches the five Patients. */
async function search(w: World, more = ''): Promise<Answer> {
  return fhir(w, 'GET', `Patient?${await fivePatients(w)}${more}`);
}

const link = (w: World, relation: string, parameters: string): Part => ({
  relation,
  url: `${w.baseUrl}fhir/R4/Patient?${parameters}identifier=urn%3Apage%7C${w.run}`,
});

const found =
  (...families: readonly number[]) =>
  (w: World): Part[] =>
    families.map((page) => ({ search: { mode: 'match' }, resource: { name: [{ family: `Page${page}${w.run}` }] } }));

const result =
  (pageNumbers: readonly number[], body: (w: World) => object = () => ({})) =>
  (w: World): Expected => ({
    status: 200,
    body: { resourceType: 'Bundle', type: 'searchset', entry: found(...pageNumbers)(w), ...body(w) },
  });

const none =
  (parameters: string, body: object = {}) =>
  (w: World): Expected => ({
    status: 200,
    body: { entry: undefined, link: [link(w, 'self', parameters)], ...body },
  });

async function nextOf(w: World, more: string): Promise<Answer> {
  const { body } = await search(w, more);
  const next = (body as { link: { relation: string; url: string }[] }).link.find(({ relation }) => relation === 'next');
  return fhir(w, 'GET', next?.url.replace(`${w.baseUrl}fhir/R4/`, '') ?? 'no-next-link');
}

const all = [0, 1, 2, 3, 4];
const cursor = '_count=2&_cursor=1-2024-01-01T00%3A00%3A00.000Z&_sort=_lastUpdated&';
const paged = '_count=2&_sort=name&';
const unknown = refuses(400, 'invalid: Unknown search parameter: nope');
const badDate = refuses(400, 'invalid: Invalid format for date search parameter: abc');

export const paging: Group = {
  title: 'Search: pages and totals',
  cases: [
    when(
      'SE01',
      'nothing is said about pages',
      (w) => search(w),
      result(all, (w) => ({
        total: undefined,
        link: [link(w, 'self', '_count=20&'), link(w, 'first', '_count=20&')],
      })),
    ),
    when(
      'SE02',
      'pages are of two',
      (w) => search(w, '&_count=2&_sort=name'),
      result([0, 1], (w) => ({
        link: [link(w, 'self', paged), link(w, 'first', paged), link(w, 'next', '_count=2&_offset=2&_sort=name&')],
      })),
    ),
    when('SE03', 'the next page is followed', (w) => nextOf(w, '&_count=2&_sort=name'), result([2, 3])),
    when(
      'SE04',
      'the last page is read',
      (w) => search(w, '&_count=2&_offset=4&_sort=name'),
      result([4], (w) => ({
        link: [
          link(w, 'self', '_count=2&_offset=4&_sort=name&'),
          link(w, 'first', paged),
          link(w, 'previous', '_count=2&_offset=2&_sort=name&'),
        ],
      })),
    ),
    when(
      'SE05',
      'a total is asked for',
      (w) => search(w, '&_count=2&_total=accurate'),
      result([0, 1], () => ({ total: 5 })),
    ),
    when(
      'SE06',
      'pages are of none',
      (w) => search(w, '&_count=0&_total=accurate'),
      none('_count=0&_total=accurate&', { total: 5 }),
    ),
    when(
      'SE07',
      'pages are of too many',
      (w) => search(w, '&_count=1001'),
      result(all, (w) => ({
        link: [link(w, 'self', '_count=1000&'), link(w, 'first', '_count=1000&')],
      })),
    ),
    when('SE08', 'pages are of less than none', (w) => search(w, '&_count=-1'), none('_count=-1&')),
    when(
      'SE09',
      'the offset is too far',
      (w) => search(w, '&_offset=10001'),
      refuses(400, 'invalid: Search offset exceeds maximum (got 10001, max 10000)'),
    ),
    when('SE10', 'the offset is beyond the end', (w) => search(w, '&_offset=100'), none('_count=20&_offset=100&')),
    when(
      'SE11',
      'pages go by cursor',
      (w) => search(w, '&_cursor=1-2024-01-01T00:00:00.000Z&_sort=_lastUpdated&_count=2'),
      result([0, 1], (w) => ({
        link: [
          link(w, 'self', cursor),
          link(w, 'first', cursor),
          link(w, 'next', cursor.replace('&_sort', '&_offset=2&_sort')),
        ],
      })),
    ),
    when('SE12', 'they are sorted by time', (w) => search(w, '&_count=2&_sort=_lastUpdated'), result([0, 1])),
    when(
      'SE13',
      'only the count is asked for',
      (w) => search(w, '&_summary=count'),
      none('_count=0&_total=accurate&', { total: 5 }),
    ),
    when('SE14', 'nothing is found', (w) => fhir(w, 'GET', 'Patient?identifier=urn:none|x&_total=accurate'), {
      status: 200,
      members: 'resourceType type total link',
      body: { total: 0 },
    }),
  ],
};

const entries = (w: World, path: string): Promise<Answer> => fhir(w, 'GET', path);
const onlyName = (w: World): Expected => ({
  status: 200,
  body: { entry: [{ resource: { name: [{ family: `Page0${w.run}` }], identifier: undefined, id: /./ } }] },
});

async function withObservation(w: World, path: string): Promise<Answer> {
  const headers = observation(w.bob);
  const made = (await fhir(w, 'POST', 'Patient', { resourceType: 'Patient', gender: 'other' })).body as Json;
  const id = String(made['id']);
  await fhir(w, 'POST', 'Observation', { ...headers, subject: { reference: `Patient/${id}` } });
  return fhir(w, 'GET', path.replaceAll('ID', id));
}

export const parameters: Group = {
  title: 'Search: parameters',
  cases: [
    when('SP01', 'a parameter is unknown', (w) => entries(w, 'Patient?nope=1'), unknown),
    when(
      'SP02',
      'a parameter is unknown and strictness is asked for',
      (w) => fhir(w, 'GET', 'Patient?nope=1', undefined, { prefer: 'handling=strict' }),
      unknown,
    ),
    when('SP03', 'a date is none', (w) => entries(w, 'Patient?birthdate=abc'), badDate),
    when('SP04', 'a time is none', (w) => entries(w, 'Patient?_lastUpdated=abc'), badDate),
    when('SP05', 'elements are asked for', (w) => search(w, '&_elements=name&_count=1'), onlyName),
    when('SP06', 'fields are asked for', (w) => search(w, '&_fields=name&_count=1'), onlyName),
    when(
      'SP07',
      'the search is posted',
      async (w) => {
        const form = {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Bearer ${await w.clientToken('confidential')}`,
        };
        await fivePatients(w);
        return w.send('POST', 'fhir/R4/Patient/_search', form, `identifier=urn%3Apage%7C${w.run}&_count=1`);
      },
      result([0]),
    ),
    when(
      'SP08',
      'others refer to what is searched',
      (w) => withObservation(w, 'Patient?_has:Observation:subject:status=final&_id=ID'),
      {
        status: 200,
        body: { entry: [{ resource: { gender: 'other' } }] },
      },
    ),
    when(
      'SP09',
      'those who refer to it are included',
      (w) => withObservation(w, 'Patient?_id=ID&_revinclude=Observation:subject'),
      {
        status: 200,
        body: {
          entry: [
            { search: { mode: 'match' } },
            { search: { mode: 'include' }, resource: { resourceType: 'Observation' } },
          ],
        },
      },
    ),
    when(
      'SP10',
      'what it refers to is included',
      (w) => withObservation(w, 'Observation?subject=Patient/ID&_include=Observation:subject'),
      {
        status: 200,
        body: {
          entry: [
            { search: { mode: 'match' } },
            { search: { mode: 'include' }, resource: { resourceType: 'Patient' } },
          ],
        },
      },
    ),
    when(
      'SP11',
      'it is searched by what it refers to',
      (w) => withObservation(w, 'Observation?subject:Patient.gender=other&subject=Patient/ID'),
      {
        status: 200,
        body: { entry: [{ resource: { resourceType: 'Observation' } }] },
      },
    ),
    when('SP12', 'a value is not wanted', (w) => search(w, '&gender:not=male&_count=1'), result([0])),
    when('SP13', 'a value is missing', (w) => search(w, '&gender:missing=true&_count=1'), result([0])),
    when(
      'SP14',
      'there is a filter',
      async (w) => {
        await fivePatients(w);
        return entries(w, `Patient?_filter=${encodeURIComponent(`name co "Page1${w.run}"`)}`);
      },
      result([1]),
    ),
    when(
      'SP15',
      'there are two ids',
      (w) => entries(w, `Patient?_id=${w.alice},${w.bob}&_sort=birthdate`),
      (w) => ({
        status: 200,
        body: { entry: [{ resource: { id: w.bob } }, { resource: { id: w.alice } }] },
      }),
    ),
    when('SP16', 'two types are searched', (w) => entries(w, '?_type=Patient,Observation&_count=1'), {
      status: 200,
      body: {
        type: 'searchset',
        entry: [{ search: { mode: 'match' } }],
        link: [{ url: /MultipleTypes\?/ }, {}, { relation: 'next' }],
      },
    }),
  ],
};
