export { auditLog } from '#audit/audit-log.ts';
export type { BotHandler } from '#bots/bot-handler.ts';
export { ListenError, type ListenErrorCode } from '#http/listen-error.ts';
export type { MedplumProject } from '#project/medplum-project.ts';
export { ProjectError, type ProjectErrorCode } from '#project/project-error.ts';
export { readProjectFolder } from '#project/read-project-folder.ts';
export type { Clock, Log, LogEntry, Random, Tenant } from '#tenant/tenant.ts';
export { type MockMedplum, type MockMedplumOptions, startMockMedplum } from './start-mock-medplum.ts';
