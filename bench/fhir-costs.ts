import { demoIds } from '@auth-patterns/demo-project';
import { benchClient } from './bench-client.ts';
import { type Figure, median } from './figure.ts';
import { cpuOf, type Load, start } from './measure-cpu.ts';
import { patientId } from './patient-records.ts';

const rounds = 3;
const patient = `Patient/${demoIds.patients.sam}`;

/** CPU time of the server for reads and writes under a policy, beside a MemoryRepository that checks nothing. */
export async function fhirCosts(): Promise<Figure[]> {
  const mock = await start('fhir-served.ts', 'mock-medplum');
  const memory = await start('fhir-served.ts', 'memory-repository');
  try {
    const own = await loads(mock.baseUrl, await tokenOf(mock.baseUrl));
    const peer = await loads(memory.baseUrl, 'none');
    const figures: Figure[] = [];
    for (const [at, load] of own.entries()) {
      const costs: number[] = [];
      const ratios: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const cost = await cpuOf(mock.child, load);
        costs.push(cost);
        ratios.push(cost / (await cpuOf(memory.child, peer[at] ?? load)));
      }
      const goal = `${median(ratios).toFixed(2)} × MemoryRepository (goal 1.5)`;
      figures.push({ what: load.what, value: `${median(costs).toFixed(0)} µs`, goal });
    }
    return figures;
  } finally {
    mock.child.disconnect();
    memory.child.disconnect();
  }
}

/** CPU time of the server for a search, at a hundred times as many resources. */
export async function searchGrowth(): Promise<Figure[]> {
  const costs = new Map<number, number[]>();
  const names: string[] = [];
  for (const size of [1000, 10_000, 100_000]) {
    const mock = await start('fhir-served.ts', 'mock-medplum', String(size));
    try {
      const searches = searchLoads(mock.baseUrl, await tokenOf(mock.baseUrl));
      names.splice(0, names.length, ...searches.map(({ what }) => what));
      const measured: number[] = [];
      for (const search of searches) {
        measured.push(await cpuOf(mock.child, search));
      }
      costs.set(size, measured);
    } finally {
      mock.child.disconnect();
    }
  }
  return names.map((what, at) => {
    const [small = 0, medium = 0, large = 0] = [...costs.values()].map((measured) => measured[at] ?? 0);
    const value = [small, medium, large].map((cost) => cost.toFixed(0)).join(' / ');
    return { what, value: `${value} µs`, goal: `100k is ${(large / small).toFixed(2)} × 1k (goal 2)` };
  });
}

async function tokenOf(baseUrl: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: benchClient.id,
    client_secret: benchClient.secret,
  });
  const answer = await fetch(`${baseUrl}oauth2/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function loads(baseUrl: string, token: string): Promise<Load[]> {
  const authorization = `Bearer ${token}`;
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    subject: { reference: patient },
    valueQuantity: { value: 72, unit: '/min' },
  };
  return [
    { what: 'GET Patient by id', url: `${baseUrl}fhir/R4/${patient}`, init: { headers: { authorization } } },
    {
      what: 'POST Observation',
      url: `${baseUrl}fhir/R4/Observation`,
      init: {
        method: 'POST',
        body: JSON.stringify(observation),
        headers: { authorization, 'content-type': 'application/fhir+json' },
      },
    },
  ];
}

function searchLoads(baseUrl: string, token: string): Load[] {
  const init = { headers: { authorization: `Bearer ${token}` } };
  const byRecord = `subject=Patient/${patientId(42)}&code=http://loinc.org|8867-4&date=ge2026-01-03&_sort=-date`;
  return [
    {
      what: 'search Patient by identifier, 1k/10k/100k',
      url: `${baseUrl}fhir/R4/Patient?identifier=urn:mrn|mrn-42`,
      init,
    },
    {
      what: 'search Observation by subject, code, date, sorted',
      url: `${baseUrl}fhir/R4/Observation?${byRecord}`,
      init,
    },
  ];
}
