import { demoIds } from '@auth-patterns/demo-project';
import type { Tenant } from '@auth-patterns/mock-medplum';
import type { AccessPolicy, ClientApplication, ProjectMembership, Resource } from '@medplum/fhirtypes';

const clientId = demoIds.clients.deviceAgent;

/** What an administrator of the clinic can do and see. */
export type TenantEdits = Readonly<{
  /** All resources of a type. */
  list: <Type extends Resource>(type: Type['resourceType']) => readonly Type[];
  /** Changes the agent's client, as an administrator can. */
  changeClient: (change: Partial<ClientApplication>) => void;
  changePolicy: (change: (policy: AccessPolicy) => AccessPolicy) => void;
  changeMembership: (change: (membership: ProjectMembership) => ProjectMembership) => void;
  /** Adds a client and a device of another site, under the agent's policy with that device as its parameter. */
  addSite: (site: Readonly<{ client: string; device: string }>) => void;
  /** Adds a Bot, whose code is `bots` of the mock, with its membership; another client that may run it; and an Agent. */
  addBot: () => void;
  /** How many resources there are, but for the trail of what was asked. */
  countAll: () => number;
}>;

export function editTenant(tenant: Tenant): TenantEdits {
  return {
    list: <Type extends Resource>(type: Type['resourceType']) => [...tenant.store.list(type)] as unknown as Type[],
    changeClient: (change) => {
      const client = tenant.store.get('ClientApplication', clientId) as ClientApplication;
      tenant.store.put({ ...client, ...change, meta: { ...client.meta, versionId: tenant.random.uuid() } });
    },
    changePolicy: (change) => {
      const { accessPolicy } = membershipOf(tenant);
      const policy = tenant.store.get('AccessPolicy', accessPolicy?.reference?.split('/')[1] ?? '') as AccessPolicy;
      tenant.store.put(renewed(tenant, change(policy)));
    },
    changeMembership: (change) => tenant.store.put(renewed(tenant, change(membershipOf(tenant)))),
    addSite: ({ client, device: reference }) => {
      const membership = membershipOf(tenant);
      const [access] = membership.access ?? [];
      const own = tenant.store.get('ClientApplication', clientId) as ClientApplication;
      const added = { reference: `ClientApplication/${client}` };
      const parameter = [{ name: 'device', valueReference: { reference } }];
      tenant.store.put(renewed(tenant, { ...own, id: client }));
      tenant.store.put({ resourceType: 'Device', id: reference.split('/')[1] ?? '', meta: { ...own.meta } });
      tenant.store.put(
        renewed(tenant, {
          ...membership,
          id: tenant.random.uuid(),
          user: added,
          profile: added,
          access: [{ policy: access?.policy ?? {}, parameter }],
        }),
      );
    },
    addBot: () => botResources(tenant).forEach((resource) => tenant.store.put(resource)),
    countAll: () =>
      (['Observation', 'Device', 'Patient', 'DiagnosticReport', 'Specimen', 'AuditEvent', 'Task'] as const).reduce(
        (sum, type) => sum + [...tenant.store.list(type)].length,
        0,
      ),
  };
}

function membershipOf(tenant: Tenant): ProjectMembership {
  const all = [...tenant.store.list('ProjectMembership')] as ProjectMembership[];
  const found = all.find(({ profile }) => profile.reference === `ClientApplication/${clientId}`);
  if (!found) {
    throw new Error('no membership');
  }
  return found;
}

function renewed<Type extends Resource>(tenant: Tenant, resource: Type): Type {
  return { ...resource, meta: { ...resource.meta, versionId: tenant.random.uuid() } };
}

/** Ids of what `addBot` adds. */
export const botIds = {
  bot: '0000000b-0000-4000-8000-0000000000b1',
  agent: '0000000b-0000-4000-8000-0000000000b2',
  membership: '0000000b-0000-4000-8000-0000000000b3',
  partner: '0000000b-0000-4000-8000-0000000000b4',
  partnerSecret: 'partner-secret',
} as const;

function botResources(tenant: Tenant): readonly Resource[] {
  const { meta = {}, project } = { ...membershipOf(tenant) };
  const policy = (id: string, resource: AccessPolicy['resource']): AccessPolicy => ({
    resourceType: 'AccessPolicy',
    id,
    meta,
    resource: resource ?? [],
  });
  const member = (id: string, profile: string, policyId: string): ProjectMembership => ({
    resourceType: 'ProjectMembership',
    id,
    meta,
    project,
    user: { reference: profile },
    profile: { reference: profile },
    accessPolicy: { reference: `AccessPolicy/${policyId}` },
  });
  const [ofBot, ofPartner, partnerMember] = ['c1', 'c2', 'c3'].map((end) => `0000000b-0000-4000-8000-0000000000${end}`);
  return [
    policy(ofBot ?? '', [{ resourceType: 'Observation', interaction: ['create', 'search'] }]),
    policy(ofPartner ?? '', [{ resourceType: 'Bot', criteria: `Bot?_id=${botIds.bot}`, readonly: true }]),
    { resourceType: 'Bot', id: botIds.bot, meta, name: 'Results', runtimeVersion: 'vmcontext', publicWebhook: true },
    { resourceType: 'ClientApplication', id: botIds.partner, meta, name: 'Partner', secret: botIds.partnerSecret },
    member(botIds.membership, `Bot/${botIds.bot}`, ofBot ?? ''),
    member(partnerMember ?? '', `ClientApplication/${botIds.partner}`, ofPartner ?? ''),
    {
      resourceType: 'Agent',
      id: botIds.agent,
      meta,
      name: 'Bench',
      status: 'active',
      channel: [
        { name: 'hl7', endpoint: { reference: 'Endpoint/1' }, targetReference: { reference: `Bot/${botIds.bot}` } },
      ],
    },
  ];
}
