import type { MedplumClient } from '@medplum/core';
import { searchAll } from './find-made.ts';
import type { Change } from './make-plan.ts';
import { demoIdOf } from './mark.ts';
import { ProvisionError } from './provision-error.ts';
import type { ClinicResource } from './select-resources.ts';

/**
 * Refuses to make a second one of what the Project already has and this command did not make: two clients of one name,
 * two patients with one number, two policies that look alike.
 *
 * @throws ProvisionError with the code `name-taken`, or `already-there` when the server was loaded with the clinic's files.
 */
export async function refuseTakenNames(medplum: MedplumClient, changes: readonly Change[]): Promise<void> {
  const taken: string[] = [];
  for (const { kind, resource, label } of changes) {
    const query = kind === 'create' ? nameQuery(resource) : undefined;
    if (!query) {
      continue;
    }
    const found = (await searchAll(medplum, resource.resourceType, query)).filter((one) => !demoIdOf(one));
    if (found.some(({ id }) => id === resource.id)) {
      throw new ProvisionError(
        'already-there',
        'This server already has the clinic, with the ids of packages/demo-project: it is a mock that was started with ' +
          'it. There is nothing to provision; .env.example fits.',
      );
    }
    taken.push(...found.map(({ id }) => `${resource.resourceType} "${label}" (${id})`));
  }
  if (taken.length > 0) {
    throw new ProvisionError(
      'name-taken',
      `The Project has these already, and this command did not make them:\n${taken.map((one) => `  ${one}`).join('\n')}\n` +
        'Rename or delete them, or use another Project. Nothing was changed.',
    );
  }
}

function nameQuery(resource: ClinicResource): Readonly<Record<string, string>> | undefined {
  switch (resource.resourceType) {
    case 'ClientApplication':
    case 'AccessPolicy':
    case 'Bot':
    case 'Agent':
      return { 'name:exact': resource.name ?? '' };
    case 'Patient':
    case 'Device': {
      const [identifier] = resource.identifier ?? [];
      return identifier && { identifier: `${identifier.system}|${identifier.value}` };
    }
    default:
      return undefined;
  }
}
