import type { AuditEvent, AuditEventAgent, Coding, Extension } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/** Someone or something that acts. */
export type AgentReference = NonNullable<AuditEventAgent['who']>;

/** What differs from one kind of event to the next. */
export type AuditFacts = Readonly<{
  projectId?: string | undefined;
  type: Coding;
  subtype: Coding;
  action?: AuditEvent['action'] | undefined;
  who: AgentReference;
  /** The ClientApplication through which a user acts. */
  through?: AgentReference | undefined;
  remoteAddress: string;
  /** When it happened. Default is now. */
  recordedAt?: Date | undefined;
  outcome: AuditEvent['outcome'];
  outcomeDesc?: string | undefined;
  entity?: AuditEvent['entity'] | undefined;
  extension?: readonly Extension[] | undefined;
}>;

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';

/** Builds an event as Medplum does. It leaves out members without a value. */
export function buildAuditEvent(tenant: Tenant, facts: AuditFacts): AuditEvent {
  const { projectId, type, subtype, action, recordedAt = tenant.clock() } = facts;
  const { outcome, outcomeDesc, entity, extension } = facts;
  return {
    resourceType: 'AuditEvent',
    ...(projectId && { meta: { project: projectId } }),
    type,
    subtype: [subtype],
    ...(action && { action }),
    recorded: recordedAt.toISOString(),
    source: { observer: { identifier: { value: tenant.baseUrl } } },
    agent: agents(facts),
    ...(outcome && { outcome }),
    ...(outcomeDesc && { outcomeDesc }),
    ...(entity && { entity }),
    ...(extension && extension.length > 0 && { extension: [...extension] }),
  };
}

/** A DICOM code, as login events and the application's part in an event have it. */
export function dicomCode(code: string, display: string): Coding {
  return { system: dicom, code, display };
}

function agents({ who, through, remoteAddress }: AuditFacts): AuditEventAgent[] {
  const first: AuditEventAgent = { who, requestor: true, network: { address: remoteAddress, type: '2' } };
  if (!through || through.reference === who.reference) {
    return [first];
  }
  return [first, { who: through, requestor: false, type: { coding: [dicomCode('110150', 'Application')] } }];
}
