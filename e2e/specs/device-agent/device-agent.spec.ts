import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demoIds } from '@auth-patterns/demo-project';
import type { AuditEvent, Bundle, Observation } from '@medplum/fhirtypes';
import { ownerSession } from '#record/owner-session.ts';
import { expect, test } from '#story/house-test.ts';

const agentFolder = fileURLToPath(new URL('../../../apps/device-agent/', import.meta.url));
const run = promisify(execFile);
const author = `ClientApplication/${demoIds.clients.deviceAgent}`;

async function send(sample: string, mllpPort: number): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['src/main.ts', 'send', `samples/${sample}`, '--port', String(mllpPort)],
    { cwd: agentFolder },
  );
  return stdout;
}

test('[D1] [D3] device-agent, sent results, stores each once, and Medplum names the device @story', async ({
  page,
  house,
  story,
}) => {
  await story.step(
    'An agent beside the analyzer. It holds a key that can add Observations of one device.',
    async () => {
      await page.goto(house.urls.deviceAgent);
      await expect(page.getByRole('heading', { name: 'Device agent' })).toBeVisible();
    },
  );
  await story.step(
    'The analyzer sends a panel over MLLP. The agent answers AA once the message is on disk.',
    async () => {
      const acknowledgment = await send('chemistry-panel.hl7', house.ports.DEVICE_AGENT_MLLP_PORT);
      expect(acknowledgment).toMatch(/^MSA\|AA\|/m);
      story.note(acknowledgment);
    },
  );
  await story.step('The results arrive in Medplum, one Observation each.', async () => {
    await expect(async () => {
      await page.goto(house.urls.deviceAgent);
      await expect(page.getByText('Observation/').first()).toBeVisible({ timeout: 500 });
    }).toPass();
  });
  await story.step('The same message again is acknowledged, and changes nothing.', async () => {
    expect(await send('chemistry-panel.hl7', house.ports.DEVICE_AGENT_MLLP_PORT)).toMatch(/^MSA\|AA\|/m);
  });

  const owner = await ownerSession(house.urls.medplum);
  await expect(async () => {
    const found = await owner.read<Bundle<Observation>>(`Observation?device=Device/${demoIds.device}&_count=100`);
    const results = found.entry?.flatMap(({ resource }) => resource ?? []) ?? [];
    const identifiers = results.map(({ identifier }) => identifier?.[0]?.value);
    expect(results.length).toBeGreaterThan(5);
    expect(new Set(identifiers).size).toBe(results.length);
    expect(new Set(results.map(({ meta }) => meta?.author?.reference))).toEqual(new Set([author]));
    const audit = await owner.read<Bundle<AuditEvent>>(`AuditEvent?entity=Observation/${results[0]?.id}`);
    expect(audit.entry?.[0]?.resource?.agent[0]?.who?.reference).toBe(author);
  }).toPass();
});

test('[F1] device-agent, when its key is stolen, opens no Patient and writes only its own results', async ({
  house,
}) => {
  const token = await deviceToken(house.urls.medplum, house.secrets.deviceAgent);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
  const fhir = `${house.urls.medplum}fhir/R4/`;
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };

  const attempts = await Promise.all([
    fetch(`${fhir}Patient/${demoIds.patients.sam}`, { headers }),
    fetch(`${fhir}Patient`, { headers }),
    fetch(`${fhir}Observation`, { method: 'POST', headers, body: JSON.stringify(observation) }),
    fetch(`${fhir}Patient`, { method: 'POST', headers, body: '{"resourceType":"Patient"}' }),
  ]);
  const own = await fetch(`${fhir}Observation?_count=1`, { headers });

  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(own.status).toBe(200);
});

test('[F13] device-agent, when asked for its state, shows neither secret nor token', async ({ page, house }) => {
  await page.goto(house.urls.deviceAgent);
  const html = await page.content();

  expect(html).not.toContain(house.secrets.deviceAgent);
  expect(html).not.toMatch(/eyJ[\w-]+\./);
});

test('[D5] device-agent, when a pipeline sends a broken message, ends with the code for bad data', async ({
  house,
}) => {
  const failure = (await send('malformed.hl7', house.ports.DEVICE_AGENT_MLLP_PORT).catch(
    (error: unknown) => error,
  )) as {
    code: number;
  };

  expect(failure.code).toBe(65);
});

async function deviceToken(baseUrl: string, secret: string): Promise<string> {
  const response = await fetch(`${baseUrl}oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: demoIds.clients.deviceAgent,
      client_secret: secret,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
