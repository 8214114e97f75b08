import { demoIds } from '@auth-patterns/demo-project';
import type { AccessPolicy, AccessPolicyResource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { readAgentConfig } from '#config';
import { agentEnv } from '#test/agent-process.ts';
import { startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { printPolicy } from './policy.ts';

const tagged = `Flag?_tag=a|${demoIds.device}`;
const needs = (): readonly AccessPolicyResource[] => [
  { resourceType: 'Flag', criteria: tagged, interaction: ['create'] },
];

async function policy(medplum: RecordedMedplum, options: { isParameterised?: boolean; isJson?: boolean } = {}) {
  const output: string[] = [];
  const code = await printPolicy({
    config: readAgentConfig([], agentEnv(medplum.baseUrl, '/tmp')),
    parts: [{ needs }],
    fetch,
    now: Date.now,
    write: (text) => void output.push(text),
    isParameterised: false,
    isJson: false,
    ...options,
  });
  return { code, text: output.join('') };
}

test('[D1] policy command, prints what is needed, and what the one in force has too much', async () => {
  await using medplum = await startRecordedMedplum();
  const others: readonly AccessPolicyResource[] = [
    { resourceType: 'Flag', criteria: 'Flag?_tag=b', interaction: ['create'] },
    { resourceType: 'Task', readonly: true },
  ];
  medplum.changePolicy((before) => ({ ...before, resource: [...(before.resource ?? []), ...others] }));

  const { code, text } = await policy(medplum);

  const printed = JSON.parse(text.slice(0, text.indexOf('\n}\n') + 3)) as AccessPolicy;
  expect(printed.resource?.map(({ criteria }) => criteria)).toEqual([
    `Observation?device=Device/${demoIds.device}`,
    tagged,
    `Device?_id=${demoIds.device}`,
    undefined,
  ]);
  expect(text).toMatch(/^missing {3}Flag is not allowed for Flag\?_tag=a\|/m);
  expect(text).toMatch(/^too-wide {2}Task is allowed/m);
  expect(code).toBe(77);
});

test('[D1] policy command, when what it printed is in force, says that all is right', async () => {
  await using medplum = await startRecordedMedplum();
  const { needed } = JSON.parse((await policy(medplum, { isJson: true })).text) as { needed: AccessPolicy };
  medplum.changePolicy((before) => ({ ...before, resource: needed.resource ?? [] }));

  const { code, text } = await policy(medplum);

  expect(code).toBe(0);
  expect(text).toMatch(/\nThe policy in force allows what is needed and nothing else\.\n$/);
});

test('[D6] policy command, for many sites, names the device by a parameter of the membership', async () => {
  await using medplum = await startRecordedMedplum();

  const { text } = await policy(medplum, { isParameterised: true });

  expect(text).toContain('"Observation?device=%device"');
  expect(text).toContain('"Device?_id=%device.id"');
  expect(text).toContain('"Flag?_tag=a|%device.id"');
  expect(text.slice(0, text.indexOf('\n}\n'))).not.toContain(demoIds.device);
});
