import { destroy, planDestroy } from './destroy.ts';
import { resetEnvFiles } from './env-files.ts';
import type { Made } from './find-made.ts';
import { destroyText } from './plan-text.ts';
import { presentApps, type Run, serverFacts } from './run.ts';
import { selectResources } from './select-resources.ts';
import { undoAsSuperAdmin } from './super-admin.ts';
import { withoutOtherClients } from './without-other-clients.ts';

/** Takes back what this command made, but for what a pattern needs that stays set up. */
export async function takeBack(run: Run): Promise<Made> {
  const { administrator, superAdministrator, clinic, apps, allApps, made, say } = run;
  const staying = presentApps(run).filter((app) => !apps.has(app));
  const stays = new Set(selectResources(withoutOtherClients(clinic.resources, staying), staying).map(({ id }) => id));
  const going = planDestroy(selectResources(clinic.resources, [...allApps.keys()]), made, stays);
  say(destroyText(going).join('\n'));
  if (run.orders.isDryRun) {
    say('Nothing was changed (--dry-run).');
    return made;
  }
  await destroy(administrator, going, say);
  if (superAdministrator && staying.length === 0) {
    await undoAsSuperAdmin(superAdministrator.medplum, administrator.project.id, clinic.resources);
    say('Took back what only a super administrator can set');
  }
  say(resetEnvFiles([...apps.values()], serverFacts(run, made)).join('\n'));
  return new Map();
}
