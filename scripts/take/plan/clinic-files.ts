import { basename } from 'node:path';
import { demoIds, rightsOfFeatures } from '@auth-patterns/demo-project';
import type { IsLeftOut } from '#take/cut/forget.ts';
import { type ClinicFiles, withoutClients, withoutIdentityProvider, withoutTexts } from '#take/fit/clinic-data.ts';
import { withoutRights } from '#take/fit/without-rights.ts';
import type { Repository } from '#take/source/repository.ts';

type Clinic = Readonly<{
  /** The clinic's files as they are to be, by their path here. */
  clinic: ReadonlyMap<string, string>;
  /** What the clinic's modules call what is not in it any more: empty files, and ids of resources. */
  forgetInClinic: IsLeftOut;
}>;

/**
 * The clinic without the ClientApplications of other apps, and without what only they have; without an identity provider, when
 * none is taken; with policies that allow what the core and the features need.
 *
 * @param features - Those that are taken, each behind its app: `device-agent/reports`.
 */
export function clinicFiles(
  { files, read }: Repository,
  isLeftOut: IsLeftOut,
  {
    hasIdp,
    routes,
    features,
  }: Readonly<{ hasIdp: boolean; routes: ReadonlySet<string>; features: ReadonlySet<string> }>,
): Clinic {
  const paths = [...files].filter((path) => /^packages\/demo-project\/data\/.*\.json$/.test(path));
  const lists = paths.filter((path) => Array.isArray(JSON.parse(read(path))));
  const before: ClinicFiles = new Map(lists.map((path) => [path, JSON.parse(read(path)) as []]));
  const clients = Object.entries(demoIds.clients).filter(([name]) => isLeftOut(name));
  const ofApp = withoutRights(withoutClients(before, new Set(clients.map(([, id]) => id))), rightsOfFeatures, features);
  const isGone = (text: string): boolean =>
    (isLeftOut('googleClient') && text === demoIds.googleClient) ||
    routes.has(/^http:\/\/localhost:\d+(\/[a-z][\w-]*)/.exec(text)?.[1] ?? '');
  const after = withoutTexts(hasIdp ? ofApp : withoutIdentityProvider(ofApp), isGone);
  const kept = new Set([...after.values()].flat().map(({ id }) => id));
  const lost = new Set(
    [...before.values()]
      .flat()
      .map(({ id }) => id)
      .filter((id) => !kept.has(id)),
  );
  const empty = new Set(
    [...after].filter(([, resources]) => resources.length === 0).map(([path]) => camelCase(basename(path, '.json'))),
  );
  return {
    clinic: new Map(
      [...after]
        .filter(([, resources]) => resources.length > 0)
        .map(([path, resources]) => [path, JSON.stringify(resources)]),
    ),
    forgetInClinic: (name) => empty.has(name) || lost.has(name),
  };
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
