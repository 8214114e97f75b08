import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { createDemoProject } from './create-demo-project.ts';
import { rightsOfFeatures } from './rights-of-features.ts';

function policies(): readonly AccessPolicy[] {
  return createDemoProject().resources.filter((one) => one.resourceType === 'AccessPolicy');
}

test('demo project, each right of a feature, is one that its policies give', () => {
  const notGiven = rightsOfFeatures.filter(({ policy, resourceType, interactions = [] }) => {
    const entries = policies().find(({ name }) => name === policy)?.resource ?? [];
    const given = entries.find((entry) => entry.resourceType === resourceType);
    const allowed: readonly string[] = given?.interaction ?? [];
    return !given || !interactions.every((one) => allowed.includes(one));
  });

  expect(notGiven).toEqual([]);
});
