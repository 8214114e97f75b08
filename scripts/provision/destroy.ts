import { isGone, isNotFound, OperationOutcomeError } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { Made } from './find-made.ts';
import { withoutDefaults } from './project-defaults.ts';
import type { ClinicResource } from './select-resources.ts';
import type { Administrator } from './sign-in.ts';

type Saved = Resource & { id: string };

/**
 * Chooses what goes, whatever refers to something before that. What the clinic's files no longer describe goes first.
 *
 * @param all - Whatever this command can make.
 * @param stays - What another pattern, which stays set up, needs.
 */
export function planDestroy(all: readonly ClinicResource[], made: Made, stays: ReadonlySet<string>): Saved[] {
  const order = all.map(({ id }) => id).toReversed();
  const rank = (demoId: string): number => order.indexOf(demoId);
  return [...made]
    .filter(([demoId]) => !stays.has(demoId))
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([, resource]) => resource);
}

/** Takes back what this command made. Users go with their last membership. */
export async function destroy(
  { medplum, project }: Administrator,
  going: readonly Saved[],
  say: (line: string) => void,
): Promise<void> {
  const policyIds = going.filter(({ resourceType }) => resourceType === 'AccessPolicy').map(({ id }) => id);
  const changed = withoutDefaults(await medplum.readResource('Project', project.id), policyIds);
  if (changed) {
    say('Project: takes its default policies back');
    await medplum.updateResource(changed);
  }
  for (const [index, { resourceType, id }] of going.entries()) {
    say(`[${index + 1}/${going.length}] delete ${resourceType}/${id}`);
    await unlessGone(
      resourceType === 'ProjectMembership'
        ? medplum.delete(`admin/projects/${project.id}/members/${id}`)
        : medplum.deleteResource(resourceType, id),
    );
  }
}

async function unlessGone(deleting: Promise<unknown>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!(error instanceof OperationOutcomeError && (isGone(error.outcome) || isNotFound(error.outcome)))) {
      throw error;
    }
  }
}
