import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { expect, test } from 'vitest';
import { policyFor } from '#commands/find-policy-problems.ts';
import { readAgentConfig, readFeatures } from '#config';
import { comparePolicy } from '#fhir/compare-policy.ts';
import { features as doors } from './features.ts';

test('[D1] policy of the clinic, is what the features built in need with the settings of .env.example', async () => {
  const env = parseEnv(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'));
  const features = (await Promise.all(doors)).flatMap((door) => Object.values(door));
  const parts = readFeatures(features, env);

  const given = createDemoProject().resources.find(({ id }) => id === demoIds.policies.analyzer);
  const findings = comparePolicy(policyFor(readAgentConfig(parts, env), parts), given as never);

  expect(findings).toEqual([]);
});
