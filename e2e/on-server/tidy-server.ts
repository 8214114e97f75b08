import { findCredentials } from '@auth-patterns/scripts/provision/credentials.ts';
import { searchAll } from '@auth-patterns/scripts/provision/find-made.ts';
import { demoIdOf } from '@auth-patterns/scripts/provision/mark.ts';
import { signIn } from '@auth-patterns/scripts/provision/sign-in.ts';
import { provisionServer, type ServerRun } from './provision-server.ts';

/** What a test can make, in the order in which it goes. */
const made = ['ProjectMembership', 'Observation', 'DocumentReference', 'Patient', 'Subscription'] as const;

/** What a test can change, of what the clinic has. */
const changed = ['ClientApplication', 'AccessPolicy', 'Patient'] as const;

/**
 * Takes away what a test made, and makes the clinic as it was. Whose account changed (a password, a second factor) gets
 * a new one.
 */
export async function tidyServer(run: ServerRun, since: Date): Promise<void> {
  const { baseUrl } = run;
  const { medplum, project } = await signIn({ baseUrl, fetch }, await findCredentials(process.env, undefined));
  const recent = { _lastUpdated: `ge${since.toISOString()}` };
  const members = `admin/projects/${project.id}/members`;
  for (const { id } of await searchAll(medplum, 'User', recent)) {
    for (const membership of await searchAll(medplum, 'ProjectMembership', { user: `User/${id}` })) {
      await medplum.delete(`${members}/${membership.id}`);
    }
  }
  for (const type of made) {
    const found = (await searchAll(medplum, type, recent)).filter((one) => !demoIdOf(one));
    for (const { id } of found) {
      await (type === 'ProjectMembership' ? medplum.delete(`${members}/${id}`) : medplum.deleteResource(type, id));
    }
  }
  for (const type of changed) {
    const found = (await searchAll(medplum, type, recent)).filter((one) => demoIdOf(one));
    for (const { id } of found) {
      const { entry = [] } = await medplum.readHistory(type, id);
      const before = entry.find(({ resource }) => new Date(resource?.meta?.lastUpdated ?? since) < since)?.resource;
      await (before && medplum.updateResource(before));
    }
  }
  await provisionServer(run);
}
