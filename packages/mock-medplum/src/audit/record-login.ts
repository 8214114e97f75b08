import type { Extension, Reference } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { logAuditEvent } from './audit-log.ts';
import { type AgentReference, buildAuditEvent, dicomCode } from './build-audit-event.ts';

/** Who signed in or out, to which project and from which address. */
export type LoginFacts = Readonly<{
  projectId?: string | undefined;
  profile: Reference;
  remoteAddress: string;
  /** The request's ids. */
  tracing?: Extension | undefined;
}>;

/** Logs that a user signed in or out. Medplum logs these events, only when they succeed, and does not save them. */
export function recordLogin(tenant: Tenant, { projectId, profile, remoteAddress, tracing }: LoginFacts): void {
  const event = buildAuditEvent(tenant, {
    projectId,
    type: dicomCode('110114', 'User Authentication'),
    subtype: dicomCode('110122', 'Login'),
    who: profile as AgentReference,
    remoteAddress,
    outcome: '0',
    extension: tracing ? [tracing] : [],
  });
  logAuditEvent(tenant, event);
}
