import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, type Group, refuses, when } from '#contract/case.ts';
import { oncePerSetup } from '#contract/setup/once-per-setup.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

/** Makes a man of an organization and somebody of whom nothing is known, and says how to find both. */
const twoPatients = oncePerSetup(async (setup): Promise<string> => {
  const identifier = [{ system: 'urn:modifier', value: setup.run }];
  const id = textMember(
    await fhir(setup, 'POST', 'Organization', { resourceType: 'Organization', name: 'Mercy One' }),
    'id',
  );
  const man = {
    gender: 'male',
    active: true,
    birthDate: '1990-01-15',
    name: [{ family: 'Smith' }],
    address: [{ city: 'Graz' }],
    telecom: [{ system: 'email', value: 'Ann@Smith.example' }],
    communication: [{ language: { coding: [{ code: 'de', display: 'German' }] } }],
    managingOrganization: { reference: `Organization/${id}` },
  };
  textMember(await fhir(setup, 'POST', 'Patient', { resourceType: 'Patient', identifier, ...man }), 'id');
  textMember(await fhir(setup, 'POST', 'Patient', { resourceType: 'Patient', identifier }), 'id');
  return `Patient?identifier=urn:modifier|${setup.run}`;
});

const search =
  (more: string) =>
  async (setup: Setup): Promise<Answer> =>
    fhir(setup, 'GET', encodeURI(`${await twoPatients(setup)}&${more}`));

const finds = (count: number): Expected => ({
  status: 200,
  body: { type: 'searchset', entry: count === 0 ? undefined : Array.from({ length: count }, () => ({})) },
});

/** Searches the Observation of one moment by its date. */
const dated =
  (date: string) =>
  async (setup: Setup): Promise<Answer> => {
    const effectiveDateTime = '2024-01-10T10:00:00Z';
    const body = { ...observation(setup.alice), effectiveDateTime };
    const id = textMember(await fhir(setup, 'POST', 'Observation', body), 'id');
    return fhir(setup, 'GET', `Observation?_id=${id}&date=${date}`);
  };

export const searchModifiers: Group = {
  title: 'Search: modifiers, negations, dates',
  cases: [
    when('SM01', 'a code is searched as text', search('gender:text=male'), finds(1)),
    when('SM02', 'a code is searched as a part', search('gender:contains=ma'), finds(0)),
    when('SM03', 'a code is searched in a ValueSet', search('gender:in=http://example.com/vs'), finds(0)),
    when('SM04', 'a coded concept is searched by its code as a part', search('language:contains=d'), finds(0)),
    when('SM05', 'a coded concept is searched by a part of its text', search('language:text=erma'), finds(1)),
    when('SM06', 'an address of mail is searched by a part', search('email:contains=smith.ex'), finds(1)),
    when(
      'SM07',
      'a coded concept is searched in a ValueSet',
      search('language:in=x'),
      refuses(400, 'invalid: Invalid modifier :in for Patient-language'),
    ),
    when(
      'SM08',
      'a coded concept is searched below another',
      search('language:below=x'),
      refuses(400, 'invalid: Invalid modifier :below for Patient-language'),
    ),
    when(
      'SM09',
      'a boolean is searched in a ValueSet',
      search('active:in=x'),
      refuses(400, 'invalid: Invalid modifier :in for active'),
    ),
    when(
      'SM10',
      'a coded concept is searched as perhaps missing',
      search('language:missing=maybe'),
      refuses(400, "invalid: Search filter ':missing' must have a value of 'true' or 'false'"),
    ),
    when('SM11', 'a code is searched as perhaps missing', search('gender:missing=maybe'), finds(1)),
    when('SM12', 'a name is searched as missing', search('name:missing=true'), finds(0)),
    when('SM13', 'an id is searched as missing', search('_id:missing=false'), finds(0)),
    when(
      'SM14',
      'the time of the last change is searched as missing',
      search('_lastUpdated:missing=true'),
      refuses(400, 'invalid: Invalid date value: true'),
    ),
    when(
      'SM15',
      'a date is searched as text',
      search('birthdate:text=1990-01-15'),
      refuses(400, 'invalid: Unknown FHIR operator: text'),
    ),
    when(
      'SM16',
      'two dates are searched',
      search('birthdate=1990-01-15,1991-01-15'),
      refuses(400, 'invalid: Invalid format for date search parameter: 1990-01-15,1991-01-15'),
    ),
    when('SM17', 'a code is not one of two', search('gender:not=female,other'), finds(1)),
    when('SM18', 'a code is not another', search('gender:not=female'), finds(2)),
    when('SM19', 'a reference is not another', search('organization:not=Organization/x'), finds(1)),
    when('SM20', '_filter negates a code', search('_filter=not (gender eq female)'), finds(1)),
    when('SM21', '_filter negates twice', search('_filter=not (not (gender eq male))'), finds(1)),
    when('SM22', '_filter negates a coded concept', search('_filter=not (language eq fr)'), finds(2)),
    when('SM23', '_filter negates that there is a coded concept', search('_filter=not (language pr true)'), finds(0)),
    when(
      'SM24',
      '_filter compares with a year',
      search('_filter=birthdate gt 1980'),
      refuses(400, 'invalid: Invalid date value: 1980'),
    ),
    when('SM25', '_filter follows a chain to a part', search('_filter=organization.name eq Mercy'), finds(0)),
    when('SM26', '_filter follows a chain to the whole', search('_filter=organization.name eq "Mercy One"'), finds(1)),
    when(
      'SM27',
      '_filter negates at the end of a chain',
      search('_filter=organization.name ne x'),
      refuses(400, /ne$/),
    ),
    when('SM28', 'a moment is searched by its day', dated('2024-01-10'), finds(0)),
    when('SM29', 'a moment is searched after its day began', dated('gt2024-01-10'), finds(1)),
    when('SM30', 'a moment is searched as it is', dated('2024-01-10T10:00:00Z'), finds(1)),
  ],
};
