import type { AccessPolicyResource, Resource } from '@medplum/fhirtypes';

type Fields = Record<string, unknown>;

/** Returns the resource without the fields that a policy entry hides. `name.given` hides inside every name. */
export function hideFields<T extends Resource>(resource: T, entry: AccessPolicyResource): T {
  return (entry.hiddenFields ?? []).reduce((rest, path) => withoutPath(rest, path.split('.')) as T, resource);
}

/**
 * Returns a new version in which the fields that its writer may not change are as they were: those of `before`, or
 * absent in a new resource. Medplum corrects such a write silently instead of refusing it.
 */
export function restoreGuardedFields<T extends Resource>(
  after: T,
  before: Resource | undefined,
  entry: AccessPolicyResource,
): T {
  const guarded = new Set(
    [...(entry.readonlyFields ?? []), ...(entry.hiddenFields ?? [])].map((path) => path.split('.')[0] ?? ''),
  );
  if (guarded.size === 0) {
    return after;
  }
  const result = Object.fromEntries(Object.entries(after).filter(([name]) => !guarded.has(name)));
  for (const name of guarded) {
    const value = (before as Fields | undefined)?.[name];
    if (value !== undefined) {
      result[name] = value;
    }
  }
  return result as T;
}

function withoutPath(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutPath(item, [name, ...rest]));
  }
  if (typeof value !== 'object' || value === null || !(name in value)) {
    return value;
  }
  const { [name]: inner, ...others } = value as Fields;
  return rest.length > 0 ? { ...value, [name]: withoutPath(inner, rest) } : others;
}
