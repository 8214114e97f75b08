import type { Patient } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { patientIds } from '#test/recorded-medplum.ts';
import { noteForm, startTestApp, type TestApp } from '#test/start-test-app.ts';

const { sam } = patientIds;
const id = (last: number): string => `00000002-0000-4000-8000-0000000009${String(last).padStart(2, '0')}`;

/** Adds a record with Sam's number, as Medplum has after a merge or a mistake. */
function addRecord({ medplum }: TestApp, number: number, changes: Partial<Patient>): void {
  const { tenant } = medplum;
  const record = [...tenant.store.list('Patient')].find((one) => one.id === sam);
  tenant.store.put({ ...record, resourceType: 'Patient', id: id(number), ...changes });
}

function replacedBy(other: string): Pick<Patient, 'link'> {
  return { link: [{ type: 'replaced-by', other: { reference: `Patient/${other}` } }] };
}

async function chartOf(app: TestApp): Promise<string> {
  return (await (await app.nurse()).get('/patients/1')).text();
}

test('[S4] patient with two records in Medplum, not merged, has no chart shown and no note written', async () => {
  const app = await startTestApp();
  addRecord(app, 1, { birthDate: '1950-01-01' });
  const browser = await app.nurse();

  const page = await (await browser.get('/patients/1')).text();
  const { formId = '' } = await noteForm(browser, 2, '');
  const note = await browser.post('/patients/1/notes', { formId, text: 'x' });

  expect(page).toContain('several records with the number');
  expect(page).not.toMatch(/Heart rate|1984-03-12/);
  expect(note.status).toBe(409);
  expect(app.medplum.notes()).toEqual([]);
});

test('[S4] patient whose records were merged, has one chart with what was recorded under both', async () => {
  const app = await startTestApp();
  addRecord(app, 1, { ...replacedBy(sam), active: false, birthDate: '1950-01-01' });
  const [observation] = [...app.medplum.tenant.store.list('Observation')];
  const subject = { reference: `Patient/${id(1)}` };
  app.medplum.tenant.store.put({ ...observation, id: id(50), subject, valueString: 'moved along' });

  const page = await chartOf(app);

  expect(page).toContain(`Records of this person were merged in Medplum. You see <code>Patient/${sam}</code>`);
  expect(page).toContain('1984-03-12');
  expect(page).toContain('Heart rate');
  expect(app.medplum.seen.some(({ path }) => path.includes(`Patient%2F${sam}%2CPatient%2F${id(1)}`))).toBe(true);
});

test.each([
  ['in a circle', [replacedBy(id(2)), replacedBy(id(1))]],
  ['to nobody', [replacedBy(id(99))]],
  ['to another server', [{ link: [{ type: 'replaced-by', other: { reference: 'https://evil.example/Patient/1' } }] }]],
] satisfies [string, Partial<Patient>[]][])(
  '[S4] patient whose merged record leads %s, has no chart shown',
  async (_where, records) => {
    const app = await startTestApp();
    records.forEach((changes, index) => addRecord(app, index + 1, changes));

    const page = await chartOf(app);

    expect(page).toContain('several records with the number');
    expect(page).not.toContain('Heart rate');
  },
);
