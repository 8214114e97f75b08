import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessPolicy, OperationOutcome, Patient, Project, Resource } from '@medplum/fhirtypes';
import express from 'express';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { loadDefinitions } from '#definitions/load-definitions.ts';
import { bodyParsers } from '#http/body-parsers.ts';
import { setCaller } from '#http/caller-of.ts';
import { requestContext } from '#http/request-context.ts';
import { compartmentsOf } from '#matching/compartments.ts';
import { renderError } from '#server/render-error.ts';
import { createTenant } from '#tenant-host/create-tenant.ts';
import type { Caller } from '#tenant/caller.ts';
import type { LogEntry } from '#tenant/log.ts';
import { createSigningKeys } from '#tenant/signing-keys.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { fhirRoutes } from './fhir-routes.ts';
import { metadataRoutes } from './metadata-routes.ts';

export const projectId = '10000000-0000-4000-8000-000000000001';
export const aliceId = '20000000-0000-4000-8000-000000000001';
export const bobId = '20000000-0000-4000-8000-000000000002';
export const clinicClientId = '40000000-0000-4000-8000-000000000001';

/** A FHIR answer, read whole. */
export type Answer<T> = Readonly<{ status: number; headers: Headers; body: T }>;

/** Sends a request below `/fhir/R4`; the caller says what the body of the answer should be. */
export type Send = <T = OperationOutcome>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer<T>>;

/** A small clinic that tests of the FHIR half share: a project with two patients, over real HTTP, without tokens. */
export type TestClinic = AsyncDisposable &
  Readonly<{
    tenant: Tenant;
    log: readonly LogEntry[];
    /** Sends requests as a caller whose policy has these entries. Without entries the caller has full access. */
    as: (entries?: AccessPolicy['resource'], overrides?: Partial<Caller>) => Send;
    /** Puts resources into the clinic's project, past every policy. */
    seed: (...resources: Resource[]) => void;
    /** Moves the clinic's clock. */
    wait: (milliseconds: number) => void;
  }>;

/** An Observation that is valid. */
export function observation(subject: string, changes: Record<string, unknown> = {}): Resource {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    subject: { reference: subject },
    ...changes,
  };
}

export async function startClinic(projectChanges: Partial<Project> = {}): Promise<TestClinic> {
  loadDefinitions();
  let now = Date.parse('2026-11-23T22:45:52.000Z');
  const log: LogEntry[] = [];
  const tenant = createTenant({
    baseUrl: 'http://localhost:8103/',
    clock: () => new Date(now),
    random: { uuid: randomUUID, hex: (bytes) => '0'.repeat(bytes * 2) },
    log: (entry) => log.push(entry),
    keys: await createSigningKeys('test'),
  });
  const project: Project = {
    resourceType: 'Project',
    id: projectId,
    name: 'Clinic',
    features: ['async-batch'],
    ...projectChanges,
  };
  const seed = (...resources: Resource[]): void => {
    for (const resource of resources) {
      seedResource(tenant, resource, projectId);
    }
  };
  seed(project, patient(aliceId, 'Alice', '1980-01-01'), patient(bobId, 'Bob', '1970-01-01'));
  const { callers, port, close } = await serve(tenant);

  return {
    tenant,
    log,
    seed,
    as: (entries, overrides = {}) => {
      const key = randomUUID();
      callers.set(key, { ...makeCaller(tenant, project, entries), ...overrides });
      return sendTo(port, key);
    },
    wait: (milliseconds) => {
      now += milliseconds;
    },
    [Symbol.asyncDispose]: close,
  };
}

function seedResource(tenant: Tenant, resource: Resource, project: string): void {
  tenant.store.put({
    ...resource,
    meta: {
      ...resource.meta,
      versionId: tenant.random.uuid(),
      lastUpdated: tenant.clock().toISOString(),
      project,
      compartment: compartmentsOf(resource, project, []),
    },
  });
}

function patient(id: string, given: string, birthDate: string): Patient {
  return {
    resourceType: 'Patient',
    id,
    name: [{ given: [given], family: 'Test' }],
    birthDate,
    gender: 'female',
    telecom: [{ system: 'phone', value: '555' }],
    identifier: [{ system: 'urn:mrn', value: given }],
  };
}

function makeCaller(tenant: Tenant, project: Project, entries: AccessPolicy['resource']): Caller {
  const profile = { reference: `ClientApplication/${clinicClientId}`, display: 'Test client' };
  const policyId = randomUUID();
  const membership = {
    resourceType: 'ProjectMembership' as const,
    id: randomUUID(),
    project: { reference: `Project/${projectId}` },
    user: profile,
    profile,
    ...(entries && { accessPolicy: { reference: `AccessPolicy/${policyId}` } }),
  };
  if (entries) {
    seedResource(tenant, { resourceType: 'AccessPolicy', id: policyId, resource: entries }, projectId);
  }
  return {
    project,
    membership,
    authenticatedMembership: membership,
    author: profile,
    accessPolicy: resolveAccessPolicy(tenant.store, membership),
    remoteAddress: '127.0.0.1',
    extendedMode: false,
  };
}

async function serve(
  tenant: Tenant,
): Promise<Readonly<{ callers: Map<string, Caller>; port: number; close: () => Promise<void> }>> {
  const callers = new Map<string, Caller>();
  const app = express().set('etag', false);
  app.use(requestContext(tenant), ...bodyParsers);
  app.use('/fhir/R4', metadataRoutes(tenant));
  app.use('/fhir/R4', (request, response, next) => {
    const caller = callers.get(request.get('x-test-caller') ?? '');
    if (caller) {
      setCaller(response, caller);
    }
    next();
  });
  app.use('/fhir/R4', fhirRoutes(tenant));
  app.use(renderError(tenant));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { callers, port: (server.address() as AddressInfo).port, close };
}

function sendTo(port: number, key: string): Send {
  return async <T>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const isText = typeof body === 'string';
    const response = await fetch(`http://127.0.0.1:${port}/fhir/R4/${path}`, {
      method,
      // Without a cache-control of its own fetch would say no-cache, which rules a 304 out.
      headers: {
        'content-type': 'application/fhir+json',
        'cache-control': 'max-age=0',
        ...headers,
        'x-test-caller': key,
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text ? JSON.parse(text) : text) as T,
    };
  };
}
