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
