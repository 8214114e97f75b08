import type { OperationOutcome } from '@medplum/fhirtypes';

/** One route of a list: a method and a path. */
export type Route = Readonly<{ method: string; path: string }>;

/** Reads a list of routes, each with its methods in front of its path. */
export function readRoutes(groups: Readonly<Record<string, readonly string[]>>): readonly Route[] {
  return Object.values(groups)
    .flat()
    .flatMap((line) => {
      const [methods = '', path = ''] = line.split(' ');
      return methods.split('|').map((method) => ({ method, path }));
    });
}

/** 400 for what Medplum does and this server does not: whoever asks learns that it is the mock that is to blame. */
export function notServed({ method, path }: Route): OperationOutcome {
  const text = `mock-medplum does not serve ${method} ${path}, which Medplum does. Its DIFFERENCES.md lists what it leaves out.`;
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-supported', details: { text } }] };
}
