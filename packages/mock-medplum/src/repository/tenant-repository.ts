import { formatSearchQuery, type Operation, Operator, type SearchRequest, type WithId } from '@medplum/core';
import {
  type CreateResourceOptions,
  type DeleteResourceOptions,
  FhirRepository,
  getExtraEntries,
  type ReadHistoryOptions,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, Parameters, Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import { decideOnType } from '#access-policy/decide-access.ts';
import { costOfSending } from '#cost/work.ts';
import { type AuthorizedResource, authorizeRead, authorizeLastVersion } from '#fhir-context/authorize-read.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { viewFor } from '#fhir-context/resource-meta.ts';
import { badRequestError, goneError, notFoundError } from '#http/fhir-errors.ts';
import { fhirUrl } from '#search/search-links.ts';
import { searchsetBundle } from '#search/searchset-bundle.ts';
import { audited } from './audited.ts';
import { deleteStored } from './delete-resource.ts';
import { historyBundle } from './history-bundle.ts';
import { patched } from './patch-resource.ts';
import { createStored, requireUpdatable, updateStored } from './write-resource.ts';

/** A write is validated and told to subscribers. */
const writeUnits = 100;
const includeUnits = 50;

/**
 * The tenant's resources as one caller may use them, for one request. @medplum/fhir-router drives it. Each method
 * leaves an audit event, and returns resources without what the caller's policy hides.
 *
 * Nothing in it waits for the outside world, so the steps of one request are never mixed with those of another: four
 * conditional creates at once make one resource.
 */
export class TenantRepository extends FhirRepository {
  readonly #context: FhirContext;

  constructor(context: FhirContext) {
    super();
    this.#context = context;
  }

  /** There is one store, so readers and writers share it. */
  setMode(): void {
    // Nothing to choose.
  }

  generateId(): string {
    return this.#context.tenant.random.uuid();
  }

  async createResource<T extends Resource>(resource: T, options: CreateResourceOptions = {}): Promise<WithId<T>> {
    await this.#checkCodes('create', resource);
    return audited(this.#context, 'create', { resource: withoutId(resource) }, () => {
      this.#context.work.spend(writeUnits);
      const id = options.assignedId && resource.id ? resource.id : this.generateId();
      return this.#view<T>(createStored(this.#context, resource, id));
    });
  }

  async readResource<T extends Resource>(resourceType: string, id: string): Promise<WithId<T>> {
    return audited(this.#context, 'read', { reference: `${resourceType}/${id}` }, () => {
      const authorized = authorizeRead(this.#context, 'read', resourceType, id);
      this.#pay(authorized.resource);
      return this.#view<T>(authorized);
    });
  }

  async readReference<T extends Resource>(reference: Reference<T>): Promise<WithId<T>> {
    const [resourceType, id, ...rest] = reference.reference?.split('/') ?? [];
    if (!resourceType || !id || rest.length > 0) {
      throw badRequestError('Invalid reference');
    }
    return this.readResource<T>(resourceType, id);
  }

  async readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    const settled = await Promise.allSettled(references.map(async (reference) => this.readReference(reference)));
    return settled.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error)));
  }

  async readHistory<T extends Resource>(
    resourceType: string,
    id: string,
    options: ReadHistoryOptions = {},
  ): Promise<Bundle<WithId<T>>> {
    const reference = `${resourceType}/${id}`;
    return audited(
      this.#context,
      'history',
      { reference },
      () => {
        const { authorized } = authorizeLastVersion(this.#context, 'history', resourceType, id);
        return historyBundle(this.#context, reference, authorized.entry, options) as Bundle<WithId<T>>;
      },
      (bundle) => bundle.entry?.find((entry) => entry.resource)?.resource,
    );
  }

  async readVersion<T extends Resource>(resourceType: string, id: string, versionId: string): Promise<WithId<T>> {
    return audited(this.#context, 'vread', { reference: `${resourceType}/${id}` }, () => {
      const { authorized } = authorizeLastVersion(this.#context, 'vread', resourceType, id);
      const version = this.#context.tenant.store.history(resourceType, id).find((it) => it.versionId === versionId);
      if (!version) {
        throw notFoundError();
      }
      if (!version.resource) {
        throw goneError();
      }
      this.#pay(version.resource);
      return this.#view<T>({ resource: version.resource, entry: authorized.entry });
    });
  }

  async updateResource<T extends Resource>(resource: T, options: UpdateResourceOptions = {}): Promise<WithId<T>> {
    await this.#checkCodes('update', resource);
    return audited(this.#context, 'update', { resource }, () => {
      this.#context.work.spend(writeUnits);
      return this.#view<T>(updateStored(this.#context, resource, options.ifMatch));
    });
  }

  async patchResource<T extends Resource>(
    resourceType: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options: UpdateResourceOptions = {},
  ): Promise<WithId<T>> {
    return audited(this.#context, 'patch', { reference: `${resourceType}/${id}` }, () => {
      // A patch works on what the caller can see, or its `test` operation would tell what is hidden. Of `meta` it sees all.
      const found = authorizeRead(this.#context, 'update', resourceType, id);
      const before = { ...this.#view<T>(found), ...(found.resource.meta && { meta: found.resource.meta }) };
      this.#context.work.spend(writeUnits + costOfSending(before));
      const after = patched(before, patch);
      requireUpdatable(this.#context, after, options.ifMatch);
      if (after.id !== id || after.resourceType !== resourceType) {
        throw badRequestError('Incorrect resource ID');
      }
      return this.#view<T>(updateStored(this.#context, after, options.ifMatch));
    });
  }

  async deleteResource(resourceType: string, id: string, options: DeleteResourceOptions = {}): Promise<void> {
    audited(
      this.#context,
      'delete',
      { reference: `${resourceType}/${id}` },
      () => deleteStored(this.#context, resourceType, id, options.ifMatch),
      (deleted) => deleted,
    );
  }

  async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const query = request.resourceType + formatSearchQuery(request);
    const bundle = audited(
      this.#context,
      'search',
      { query },
      () => searchsetBundle(this.#context, request),
      () => undefined,
    );
    if (bundle.entry && (request.include ?? request.revInclude)) {
      const includes = [...(request.include ?? []), ...(request.revInclude ?? [])];
      this.#context.work.spend(includeUnits * includes.length * (1 + bundle.entry.length));
      const matches = bundle.entry.flatMap((entry) => entry.resource ?? []);
      const { baseUrl } = this.#context.tenant;
      await getExtraEntries(this, request as SearchRequest, matches, bundle.entry, {
        fullUrl: (resourceType, id) => fhirUrl(baseUrl, `${resourceType}/${id}`),
      });
    }
    return bundle as Bundle<WithId<T>>;
  }

  async searchByReference<T extends Resource>(
    request: SearchRequest<T>,
    referenceField: string,
    references: string[],
  ): Promise<Record<string, WithId<T>[]>> {
    const found = references.map(async (reference) => {
      const link = { code: referenceField, operator: Operator.EQUALS, value: reference };
      const resources = await this.searchResources<T>({ ...request, filters: [...(request.filters ?? []), link] });
      return [reference, resources] as const;
    });
    return Object.fromEntries(await Promise.all(found));
  }

  async withTransaction<TResult>(callback: (repository: this) => Promise<TResult>): Promise<TResult> {
    const work = async (): Promise<TResult> => this.#context.tenant.store.atomically(async () => callback(this));
    return this.#context.changes?.atomically(work) ?? work();
  }

  /** The same resources for the same request, at a price of their own. */
  priced(priceOf: (context: FhirContext) => FhirContext['costOfResult']): TenantRepository {
    return new TenantRepository({ ...this.#context, costOfResult: priceOf(this.#context) });
  }

  /** The types of what the tenant holds, seen by the caller or not. */
  get storedTypes(): Iterable<string> {
    return this.#context.tenant.store.types();
  }

  /** Tells whether the caller may search a type at all. */
  maySearch(resourceType: ResourceType): boolean {
    return decideOnType(this.#context.policy, 'search', resourceType).allowed;
  }

  /** Takes units of work from what the request may still cost. */
  spend(units: number): void {
    this.#context.work.spend(units);
  }

  /** Where the tenant is, with a trailing slash. */
  get baseUrl(): string {
    return this.#context.tenant.baseUrl;
  }

  /** The tenant's time. */
  now(): Date {
    return this.#context.tenant.clock();
  }

  /** Who may not write a type at all learns nothing of its codes. */
  async #checkCodes(interaction: 'create' | 'update', resource: Resource): Promise<void> {
    const { checkCodes, policy } = this.#context;
    if (checkCodes && decideOnType(policy, interaction, resource.resourceType).allowed) {
      await checkCodes(this, resource);
    }
  }

  #pay(resource: Resource): void {
    const { work, costOfResult } = this.#context;
    work.spend(costOfSending(resource) + (costOfResult?.(resource) ?? 0));
  }

  #view<T extends Resource>({ resource, entry }: AuthorizedResource): WithId<T> {
    return viewFor(resource, entry, this.#context.caller.extendedMode) as WithId<T>;
  }
}

/** What a client proposes has no identity yet, whatever id it sends. */
function withoutId<T extends Resource>({ id: _ignored, ...resource }: T): Resource {
  return resource as Resource;
}
