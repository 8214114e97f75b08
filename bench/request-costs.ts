import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { demoIds } from '@auth-patterns/demo-project';
import { median, type Figure } from './figure.ts';
import type { CpuUsage, Served } from './served.ts';

const requests = 1500;
const atOnce = 16;
const rounds = 3;

type Load = Readonly<{ what: string; url: string; init: RequestInit }>;

/** CPU time of the server for each request, beside that of an Express app that answers a constant. */
export async function requestCosts(): Promise<Figure[]> {
  const mock = await start('mock-medplum');
  const bare = await start('bare');
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

async function start(kind: string): Promise<{ child: ChildProcess; baseUrl: string }> {
  const child = fork(fileURLToPath(new URL('served.ts', import.meta.url)), [kind]);
  const { baseUrl } = await nextMessage<Served>(child);
  return { child, baseUrl };
}

async function cpuOf(child: ChildProcess, load: Load): Promise<number> {
  await send(load, 200);
  const before = await cpuUsage(child);
  await send(load, requests);
  return ((await cpuUsage(child)) - before) / requests;
}

async function send({ url, init }: Load, count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(url, init);
      await response.arrayBuffer();
      if (!response.ok) {
        throw new Error(`${url} answered ${response.status}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function cpuUsage(child: ChildProcess): Promise<number> {
  child.send('cpu');
  return (await nextMessage<CpuUsage>(child)).microseconds;
}

async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}
