import { demoIds } from '@auth-patterns/demo-project';
import { median, type Figure } from './figure.ts';
import { cpuOf, type Load, start } from './measure-cpu.ts';

const rounds = 3;

/** CPU time of the server for each request, beside that of an Express app that answers a constant. */
export async function requestCosts(): Promise<Figure[]> {
  const mock = await start('served.ts', 'mock-medplum');
  const bare = await start('served.ts', 'bare');
  try {
    const figures: Figure[] = [];
    for (const load of await loads(mock.baseUrl)) {
      const own: number[] = [];
      const ratio: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const cost = await cpuOf(mock.child, load);
        const floor = await cpuOf(bare.child, { ...load, url: bare.baseUrl });
        own.push(cost);
        ratio.push(cost / floor);
      }
      const value = `${median(own).toFixed(0)} µs`;
      figures.push({ what: load.what, value, goal: `${median(ratio).toFixed(1)} × bare Express` });
    }
    return figures;
  } finally {
    mock.child.disconnect();
    bare.child.disconnect();
  }
}

async function loads(baseUrl: string): Promise<Load[]> {
  const token: Load = {
    what: 'client-credentials token, CPU a request',
    url: `${baseUrl}oauth2/token`,
    init: {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: demoIds.clients.legacyProxy,
        client_secret: 'demo-only-legacy-proxy-secret',
      }),
    },
  };
  const { access_token: accessToken } = (await (await fetch(token.url, token.init)).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  const fhir = `${baseUrl}fhir/R4/`;
  return [
    token,
    {
      what: 'GET Patient under a policy, CPU a request',
      url: `${fhir}Patient/${demoIds.patients.sam}`,
      init: { headers },
    },
    {
      what: 'search Observation by subject, CPU a request',
      url: `${fhir}Observation?subject=Patient/${demoIds.patients.sam}`,
      init: { headers },
    },
  ];
}
