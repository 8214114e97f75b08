import type { Project } from '@medplum/fhirtypes';
import { adoptInterrupted } from './adopt-interrupted.ts';
import { applyPlan } from './apply-plan.ts';
import { writeEnvFiles } from './env-files.ts';
import type { Made } from './find-made.ts';
import { labelsFor, makePlan } from './make-plan.ts';
import { patterns } from './patterns.ts';
import { planText } from './plan-text.ts';
import { addDefaults, type Defaults, missingDefaults } from './project-defaults.ts';
import { refuseTakenNames } from './refuse-taken-names.ts';
import { presentApps, type Run, serverFacts } from './run.ts';
import { selectResources } from './select-resources.ts';
import { applyAsSuperAdmin, planForSuperAdmin } from './super-admin.ts';
import { withoutOtherClients } from './without-other-clients.ts';

/** Says what is to be done, and does it. Returns what is there then, by id in the clinic's files. */
export async function setUp(run: Run): Promise<Made> {
  const { administrator, superAdministrator, clinic, apps, say } = run;
  const { medplum, project } = administrator;
  const selected = selectResources(withoutOtherClients(clinic.resources, presentApps(run)), [...apps.keys()]);
  const made = await adoptInterrupted(medplum, selected, run.made);
  const changes = makePlan(selected, made, labelsFor(clinic.resources));
  await refuseTakenNames(medplum, changes);
  const current = await medplum.readResource('Project', project.id);
  const wanted = [...apps.keys()].flatMap((app) => patterns[app] ?? []);
  const defaults = wanted.some(({ joining }) => joining) ? defaultsOf(run, current) : {};
  const beyond = await planForSuperAdmin(superAdministrator?.medplum, current, clinic.resources, wanted);
  say(planText({ changes, defaults, beyond, hasSuperAdmin: superAdministrator !== undefined }).join('\n'));
  if (run.orders.isDryRun) {
    say('Nothing was changed (--dry-run).');
    return made;
  }
  const site = { administrator, resources: clinic.resources, passwordOf: run.passwordOf, say };
  const saved = await applyPlan(site, changes);
  if (Object.keys(defaults).length > 0) {
    await addDefaults(medplum, project.id, defaults, new Map([...saved].map(([id, one]) => [id, one.id])));
  }
  if (superAdministrator) {
    await applyAsSuperAdmin(superAdministrator.medplum, project.id, beyond);
  }
  say(writeEnvFiles([...apps.values()], serverFacts(run, saved)).join('\n'));
  return saved;
}

function defaultsOf({ clinic }: Run, current: Project): Defaults {
  const described = clinic.resources.find((one) => one.resourceType === 'Project');
  return described?.resourceType === 'Project' ? missingDefaults(current, described) : {};
}
