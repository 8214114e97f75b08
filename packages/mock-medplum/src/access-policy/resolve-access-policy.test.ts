import type { AccessPolicy, ProjectMembership } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { createMemoryResourceStore } from '#store/memory-resource-store.ts';
import type { ResourceStore } from '#store/resource-store.ts';
import { isIpAllowed } from './ip-access-rule.ts';
import { resolveAccessPolicy } from './resolve-access-policy.ts';
import { restrictToScopes } from './smart-scopes.ts';

const defaults = [
  { resourceType: 'SearchParameter', readonly: true },
  { resourceType: 'StructureDefinition', readonly: true },
];

function storeWith(...policies: Partial<AccessPolicy>[]): ResourceStore {
  const store = createMemoryResourceStore();
  for (const [at, policy] of policies.entries()) {
    store.put({ resourceType: 'AccessPolicy', id: `policy-${at}`, ...policy });
  }
  return store;
}

function membership(changes: Partial<ProjectMembership>): ProjectMembership {
  return {
    resourceType: 'ProjectMembership',
    project: { reference: 'Project/1' },
    user: { reference: 'User/1' },
    profile: { reference: 'Patient/alice' },
    ...changes,
  };
}

describe('resolving', () => {
  test('[M3] policy, of a membership without one, is absent, which means full access', () => {
    expect(resolveAccessPolicy(storeWith(), membership({}))).toBeUndefined();
  });

  test('[M3] policy, of a membership with several, is all of them, with what each parameter stands for', () => {
    const store = storeWith(
      { resource: [{ resourceType: 'Patient', criteria: 'Patient?_compartment=%patient', readonly: true }] },
      {
        compartment: { reference: '%org' },
        resource: [
          { resourceType: 'Observation', criteria: 'Observation?_compartment=%org&performer=%profile&_id=%org.id' },
        ],
        ipAccessRule: [{ name: 'all', value: '*', action: 'allow' }],
      },
    );

    const policy = resolveAccessPolicy(
      store,
      membership({
        accessPolicy: { reference: 'AccessPolicy/policy-0' },
        access: [
          {
            policy: { reference: 'AccessPolicy/policy-1' },
            parameter: [{ name: 'org', valueReference: { reference: 'Organization/north' } }],
          },
        ],
      }),
    );

    expect(policy).toEqual({
      resourceType: 'AccessPolicy',
      basedOn: [{ reference: 'AccessPolicy/policy-0' }, { reference: 'AccessPolicy/policy-1' }],
      compartment: { reference: 'Organization/north' },
      resource: [
        {
          resourceType: 'Patient',
          criteria: 'Patient?_compartment=Patient/alice',
          readonly: true,
          interaction: ['search', 'read', 'history', 'vread'],
        },
        {
          resourceType: 'Observation',
          criteria: 'Observation?_compartment=Organization/north&performer=Patient/alice&_id=north',
        },
        ...defaults,
      ],
      ipAccessRule: [{ name: 'all', value: '*', action: 'allow' }],
    });
  });

  test('[M3] parameter, whose value holds quotes and patterns, stays inside its string', () => {
    const store = storeWith({ resource: [{ resourceType: 'Patient', criteria: 'Patient?name=%name' }] });
    const valueString = `x"}],"resource":[{"resourceType":"*"}] $& \\`;

    const policy = resolveAccessPolicy(
      store,
      membership({
        access: [{ policy: { reference: 'AccessPolicy/policy-0' }, parameter: [{ name: 'name', valueString }] }],
      }),
    );

    expect(policy?.resource?.[0]).toEqual({ resourceType: 'Patient', criteria: `Patient?name=${valueString}` });
  });

  test('[M3] policy, that is changed between two requests, counts as it is now', () => {
    const store = storeWith({ resource: [{ resourceType: 'Patient' }] });
    const member = membership({ accessPolicy: { reference: 'AccessPolicy/policy-0' } });
    const before = resolveAccessPolicy(store, member);

    store.put({ resourceType: 'AccessPolicy', id: 'policy-0', resource: [] });

    expect(before?.resource).toHaveLength(3);
    expect(resolveAccessPolicy(store, member)?.resource).toEqual(defaults);
  });

  test('[M3] policy, that is not there, is an error and not full access', () => {
    const missing = membership({ accessPolicy: { reference: 'AccessPolicy/gone' } });

    expect(() => resolveAccessPolicy(storeWith(), missing)).toThrow('Invalid access policy configuration');
  });
});

describe('IP rules', () => {
  const policy: AccessPolicy = {
    resourceType: 'AccessPolicy',
    ipAccessRule: [
      { name: 'office', value: '10.1.', action: 'allow' },
      { name: 'rest of it', value: '10.', action: 'block' },
    ],
  };

  test.each([
    ['10.1.2.3', true],
    ['10.2.2.3', false],
    ['192.168.0.1', true],
  ])('[M3] address %s, under rules in order, is allowed: %s', (address, expected) => {
    expect(isIpAllowed(policy, address)).toBe(expected);
  });

  test('[M3] address, under a rule for all, is blocked', () => {
    const closed: AccessPolicy = {
      resourceType: 'AccessPolicy',
      ipAccessRule: [{ name: 'all', value: '*', action: 'block' }],
    };

    expect(isIpAllowed(closed, '10.1.2.3')).toBe(false);
    expect(isIpAllowed(undefined, '10.1.2.3')).toBe(true);
  });
});

describe('SMART scopes', () => {
  test.each([
    ['openid', [{ resourceType: '*' }]],
    ['wibble', [{ resourceType: '*' }]],
    ['system/Patient.rs', [{ resourceType: 'Patient', interaction: ['read', 'vread', 'history', 'search'] }]],
    ['user/Patient.read openid', [{ resourceType: 'Patient', interaction: ['read', 'vread', 'history', 'search'] }]],
    ['system/Observation.c', [{ resourceType: 'Observation', interaction: ['create'] }]],
    [
      'system/Observation.rs?status=final',
      [
        {
          resourceType: 'Observation',
          interaction: ['read', 'vread', 'history', 'search'],
          criteria: 'Observation?status=final',
        },
      ],
    ],
  ])('[M3] scope %s, on full access, leaves %j', (scope, expected) => {
    expect(restrictToScopes([{ resourceType: '*' }], scope)).toEqual(expected);
  });

  test('[M3] scope, that asks for more than the policy grants, adds nothing', () => {
    const entries = [{ resourceType: 'Patient', readonly: true, criteria: 'Patient?_id=1' }];

    const left = restrictToScopes(entries, 'user/*.cruds');

    expect(left).toMatchObject([
      { resourceType: 'Patient', criteria: 'Patient?_id=1', interaction: ['read', 'vread', 'history', 'search'] },
    ]);
    expect(restrictToScopes(entries, 'user/Observation.rs')).toEqual([]);
  });

  test('[M3] patient scope, of a launch, is confined to its patient', () => {
    const [entry] = restrictToScopes([{ resourceType: '*' }], 'patient/Observation.rs', 'Patient/1');

    expect(entry?.criteria).toBe('Observation?_compartment=Patient/1');
  });
});
