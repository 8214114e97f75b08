import type { Resource } from '@medplum/fhirtypes';
import type { Change } from './make-plan.ts';
import type { Defaults } from './project-defaults.ts';
import type { SuperPlan } from './super-admin.ts';

/** Everything that a run would do. */
export type Plan = Readonly<{
  changes: readonly Change[];
  defaults: Defaults;
  /** What only a super administrator can set, and whether one is signed in. */
  beyond: SuperPlan;
  hasSuperAdmin: boolean;
}>;

/** Writes a plan for a person. */
export function planText({ changes, defaults, beyond, hasSuperAdmin }: Plan): string[] {
  const count = (kind: Change['kind']): number => changes.filter((one) => one.kind === kind).length;
  const roles = (defaults.defaultAccessPolicies ?? []).map(({ profileType }) => profileType);
  return [
    `Plan: ${count('create')} to create, ${count('update')} to update, ${count('keep')} as they should be`,
    ...byType(
      changes
        .filter(({ kind }) => kind === 'create')
        .map(({ resource, label }) => ({ type: resource.resourceType, label })),
    ),
    ...changes
      .filter(({ kind }) => kind === 'update')
      .map(
        ({ resource, label, members }) => `  ~ ${resource.resourceType} ${label}: ${members.join(', ') || 'the mark'}`,
      ),
    ...(roles.length > 0 ? [`  ~ Project: default policy for ${roles.join(', ')}`] : []),
    ...beyondText(beyond, hasSuperAdmin),
  ];
}

/** Writes what will be taken back. */
export function destroyText(going: readonly Resource[]): string[] {
  return [
    `Plan: ${going.length} to delete`,
    ...byType(
      going.map(({ resourceType, id = '' }) => ({ type: resourceType, label: id })),
      '-',
    ),
  ];
}

function byType(lines: readonly Readonly<{ type: string; label: string }>[], sign = '+'): string[] {
  const types = [...new Set(lines.map(({ type }) => type))];
  return types.map((type) => {
    const labels = lines.filter((line) => line.type === type).map(({ label }) => label);
    return labels.length > 8 || sign === '-'
      ? `  ${sign} ${type} (${labels.length})`
      : `  ${sign} ${type}: ${labels.join(', ')}`;
  });
}

function beyondText({ features, domains }: SuperPlan, hasSuperAdmin: boolean): string[] {
  const sign = hasSuperAdmin ? '~' : '!';
  const who = hasSuperAdmin ? ' (as super administrator)' : '';
  const lines = [
    ...features.map((feature) => `  ${sign} Project feature ${feature}${who}`),
    ...domains.map(({ wanted }) => `  ${sign} DomainConfiguration ${wanted.domain}${who}`),
  ];
  return lines.length > 0 && !hasSuperAdmin
    ? [
        ...lines,
        '    Only a super administrator can set these. Ask one to set them, or set MEDPLUM_SUPER_ADMIN_EMAIL and',
        '    MEDPLUM_SUPER_ADMIN_PASSWORD and run this again. The rest works without.',
      ]
    : lines;
}
