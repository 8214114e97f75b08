import type { Bot, Project, ProjectSetting } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/** Returns the secrets of a Bot's project by name, and with them the system's when the Bot is a system Bot. */
export function botSecrets(tenant: Tenant, bot: Bot, runAsProject: Project): Record<string, ProjectSetting> {
  const botProject = tenant.store.get('Project', bot.meta?.project ?? '');
  const projects = botProject && botProject.id !== runAsProject.id ? [botProject, runAsProject] : [runAsProject];
  const settings = projects.flatMap(({ systemSecret = [], secret = [] }) => [
    ...(bot.system ? systemSecret : []),
    ...secret,
  ]);
  return Object.fromEntries(settings.map((setting) => [setting.name, setting]));
}
