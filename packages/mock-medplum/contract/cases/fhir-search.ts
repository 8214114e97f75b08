import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, type Group, type Part, refuses, when } from '#contract/case.ts';
import { oncePerSetup } from '#contract/setup/once-per-setup.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

/** Makes five Patients, `Page0` to `Page4`, and says how to find them. */
const fivePatients = oncePerSetup(async (setup): Promise<string> => {
  const identifier = [{ system: 'urn:page', value: setup.run }];
  for (const page of [0, 1, 2, 3, 4]) {
    const name = [{ family: `Page${page}${setup.run}` }];
    textMember(await fhir(setup, 'POST', 'Patient', { resourceType: 'Patient', identifier, name }), 'id');
  }
  return `identifier=urn:page|${setup.run}`;
});

/** Searches the five Patients. */
async function search(setup: Setup, more = ''): Promise<Answer> {
  return fhir(setup, 'GET', `Patient?${await fivePatients(setup)}${more}`);
}

type Named = Readonly<{ resource: Readonly<{ name: readonly Readonly<{ family: string }>[] }> }>;

/** Sorts what was found by name: without `_sort`, Medplum promises no order. */
function inOrder(answer: Answer): Answer {
  const { entry = [], ...bundle } = answer.body as Readonly<{ entry?: readonly Named[] }>;
  const family = ({ resource }: Named): string => resource.name[0]?.family ?? '';
  return { ...answer, body: { ...bundle, entry: entry.toSorted((a, b) => family(a).localeCompare(family(b))) } };
}

const link = (setup: Setup, relation: string, parameters: string): Part => ({
  relation,
  url: `${setup.baseUrl}fhir/R4/Patient?${parameters}identifier=urn%3Apage%7C${setup.run}`,
});

const found =
  (...families: readonly number[]) =>
  (setup: Setup): Part[] =>
    families.map((page) => ({
      search: { mode: 'match' },
      resource: { name: [{ family: `Page${page}${setup.run}` }] },
    }));

const result =
  (pageNumbers: readonly number[], body: (setup: Setup) => object = () => ({})) =>
  (setup: Setup): Expected => ({
    status: 200,
    body: { resourceType: 'Bundle', type: 'searchset', entry: found(...pageNumbers)(setup), ...body(setup) },
  });

const none =
  (parameters: string, body: object = {}) =>
  (setup: Setup): Expected => ({
    status: 200,
    body: { entry: undefined, link: [link(setup, 'self', parameters)], ...body },
  });

async function nextOf(setup: Setup, more: string): Promise<Answer> {
  const { body } = await search(setup, more);
  const next = (body as { link: { relation: string; url: string }[] }).link.find(({ relation }) => relation === 'next');
  return fhir(setup, 'GET', next?.url.replace(`${setup.baseUrl}fhir/R4/`, '') ?? 'no-next-link');
}

const all = [0, 1, 2, 3, 4];
const cursor = '_count=2&_cursor=1-2024-01-01T00%3A00%3A00.000Z&_sort=_lastUpdated&';
const paged = '_count=2&_sort=name&';
const unknown = refuses(400, 'invalid: Unknown search parameter: nope');
const noDate = (value: string): Expected => refuses(400, `invalid: Invalid date value: ${value}`);
const badDate = refuses(400, 'invalid: Invalid format for date search parameter: abc');

export const paging: Group = {
  title: 'Search: pages and totals',
  cases: [
    when(
      'SE01',
      'nothing is said about pages',
      async (setup) => inOrder(await search(setup)),
      result(all, (setup) => ({
        total: undefined,
        link: [link(setup, 'self', '_count=20&'), link(setup, 'first', '_count=20&')],
      })),
    ),
    when(
      'SE02',
      'pages are of two',
      (setup) => search(setup, '&_count=2&_sort=name'),
      result([0, 1], (setup) => ({
        link: [
          link(setup, 'self', paged),
          link(setup, 'first', paged),
          link(setup, 'next', '_count=2&_offset=2&_sort=name&'),
        ],
      })),
    ),
    when('SE03', 'the next page is followed', (setup) => nextOf(setup, '&_count=2&_sort=name'), result([2, 3])),
    when(
      'SE04',
      'the last page is read',
      (setup) => search(setup, '&_count=2&_offset=4&_sort=name'),
      result([4], (setup) => ({
        link: [
          link(setup, 'self', '_count=2&_offset=4&_sort=name&'),
          link(setup, 'first', paged),
          link(setup, 'previous', '_count=2&_offset=2&_sort=name&'),
        ],
      })),
    ),
    when(
      'SE05',
      'a total is asked for',
      (setup) => search(setup, '&_count=2&_sort=name&_total=accurate'),
      result([0, 1], () => ({ total: 5 })),
    ),
    when(
      'SE06',
      'pages are of none',
      (setup) => search(setup, '&_count=0&_total=accurate'),
      none('_count=0&_total=accurate&', { total: 5 }),
    ),
    when(
      'SE07',
      'pages are of too many',
      async (setup) => inOrder(await search(setup, '&_count=1001')),
      result(all, (setup) => ({
        link: [link(setup, 'self', '_count=1000&'), link(setup, 'first', '_count=1000&')],
      })),
    ),
    when('SE08', 'pages are of less than none', (setup) => search(setup, '&_count=-1'), none('_count=-1&')),
    when(
      'SE09',
      'the offset is too far',
      (setup) => search(setup, '&_offset=10001'),
      refuses(400, 'invalid: Search offset exceeds maximum (got 10001, max 10000)'),
    ),
    when(
      'SE10',
      'the offset is beyond the end',
      (setup) => search(setup, '&_offset=100'),
      none('_count=20&_offset=100&'),
    ),
    when(
      'SE11',
      'pages go by cursor',
      (setup) => search(setup, '&_cursor=1-2024-01-01T00:00:00.000Z&_sort=_lastUpdated&_count=2'),
      result([0, 1], (setup) => ({
        link: [
          link(setup, 'self', cursor),
          link(setup, 'first', cursor),
          link(setup, 'next', cursor.replace('&_sort', '&_offset=2&_sort')),
        ],
      })),
    ),
    when('SE12', 'they are sorted by time', (setup) => search(setup, '&_count=2&_sort=_lastUpdated'), result([0, 1])),
    when(
      'SE13',
      'only the count is asked for',
      (setup) => search(setup, '&_summary=count'),
      none('_count=0&_total=accurate&', { total: 5 }),
    ),
    when('SE14', 'nothing is found', (setup) => fhir(setup, 'GET', 'Patient?identifier=urn:none|x&_total=accurate'), {
      status: 200,
      members: 'resourceType type total link',
      body: { total: 0 },
    }),
  ],
};

const entries = (setup: Setup, path: string): Promise<Answer> => fhir(setup, 'GET', path);
const onlyName = (setup: Setup): Expected => ({
  status: 200,
  body: { entry: [{ resource: { name: [{ family: `Page0${setup.run}` }], identifier: undefined, id: /./ } }] },
});

async function withObservation(setup: Setup, path: string): Promise<Answer> {
  const headers = observation(setup.bob);
  const made = (await fhir(setup, 'POST', 'Patient', { resourceType: 'Patient', gender: 'other' })).body as Json;
  const id = String(made['id']);
  await fhir(setup, 'POST', 'Observation', { ...headers, subject: { reference: `Patient/${id}` } });
  return fhir(setup, 'GET', path.replaceAll('ID', id));
}

export const parameters: Group = {
  title: 'Search: parameters',
  cases: [
    when('SP01', 'a parameter is unknown', (setup) => entries(setup, 'Patient?nope=1'), unknown),
    when(
      'SP02',
      'a parameter is unknown and strictness is asked for',
      (setup) => fhir(setup, 'GET', 'Patient?nope=1', undefined, { prefer: 'handling=strict' }),
      unknown,
    ),
    when('SP03', 'a date is none', (setup) => entries(setup, 'Patient?birthdate=abc'), badDate),
    when('SP04', 'a time is none', (setup) => entries(setup, 'Patient?_lastUpdated=abc'), badDate),
    when('SP05', 'elements are asked for', (setup) => search(setup, '&_elements=name&_count=1&_sort=name'), onlyName),
    when('SP06', 'fields are asked for', (setup) => search(setup, '&_fields=name&_count=1&_sort=name'), onlyName),
    when(
      'SP07',
      'the search is posted',
      async (setup) => {
        const form = {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Bearer ${await setup.clientToken('confidential')}`,
        };
        await fivePatients(setup);
        return setup.send(
          'POST',
          'fhir/R4/Patient/_search',
          form,
          `identifier=urn%3Apage%7C${setup.run}&_count=1&_sort=name`,
        );
      },
      result([0]),
    ),
    when(
      'SP08',
      'others refer to what is searched',
      (setup) => withObservation(setup, 'Patient?_has:Observation:subject:status=final&_id=ID'),
      {
        status: 200,
        body: { entry: [{ resource: { gender: 'other' } }] },
      },
    ),
    when(
      'SP09',
      'those who refer to it are included',
      (setup) => withObservation(setup, 'Patient?_id=ID&_revinclude=Observation:subject'),
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
      (setup) => withObservation(setup, 'Observation?subject=Patient/ID&_include=Observation:subject'),
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
      (setup) => withObservation(setup, 'Observation?subject:Patient.gender=other&subject=Patient/ID'),
      {
        status: 200,
        body: { entry: [{ resource: { resourceType: 'Observation' } }] },
      },
    ),
    when(
      'SP12',
      'a value is not wanted',
      (setup) => search(setup, '&gender:not=male&_count=1&_sort=name'),
      result([0]),
    ),
    when(
      'SP13',
      'a value is missing',
      (setup) => search(setup, '&gender:missing=true&_count=1&_sort=name'),
      result([0]),
    ),
    when(
      'SP14',
      'there is a filter',
      async (setup) => {
        await fivePatients(setup);
        return entries(setup, `Patient?_filter=${encodeURIComponent(`name co "Page1${setup.run}"`)}`);
      },
      result([1]),
    ),
    when(
      'SP15',
      'there are two ids',
      (setup) => entries(setup, `Patient?_id=${setup.alice},${setup.bob}&_sort=birthdate`),
      (setup) => ({
        status: 200,
        body: { entry: [{ resource: { id: setup.bob } }, { resource: { id: setup.alice } }] },
      }),
    ),
    when('SP17', 'a date is a year', (setup) => entries(setup, 'Patient?birthdate=1980'), noDate('1980')),
    when('SP18', 'a date is a month', (setup) => entries(setup, 'Observation?date=ge2024-01'), noDate('2024-01')),
    when('SP19', 'a time is a year', (setup) => entries(setup, 'Patient?_lastUpdated=lt2020'), noDate('2020')),
    when(
      'SP20',
      'a date is a day',
      (setup) => search(setup, '&_lastUpdated=gt2020-01-01&_count=1&_sort=name'),
      result([0]),
    ),
    when(
      'SP21',
      'a quantity is none',
      (setup) => entries(setup, 'Observation?value-quantity=abc'),
      refuses(400, 'invalid: invalid input syntax for type double precision: "abc"'),
    ),
    when('SP16', 'two types are searched', (setup) => entries(setup, '?_type=Patient,Observation&_count=1'), {
      status: 200,
      body: {
        type: 'searchset',
        entry: [{ search: { mode: 'match' } }],
        link: [{ url: /MultipleTypes\?/ }, {}, { relation: 'next' }],
      },
    }),
    when('SP22', 'the page size is no number', (setup) => entries(setup, 'Patient?_count=abc'), {
      status: 200,
      body: { type: 'searchset', entry: undefined },
    }),
    when(
      'SP23',
      'an identifier is searched by its type',
      (setup) => entries(setup, 'Patient?identifier:of-type=x'),
      refuses(400, 'invalid: Invalid modifier :of-type for Patient-identifier'),
    ),
  ],
};
