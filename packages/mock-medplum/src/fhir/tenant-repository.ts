import { formatSearchQuery, type Operation, Operator, type SearchRequest, type WithId } from '@medplum/core';
import {
  type CreateResourceOptions,
  type DeleteResourceOptions,
  FhirRepository,
  getExtraEntries,
  type ReadHistoryOptions,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, BundleEntry, Parameters, Reference, Resource } from '@medplum/fhirtypes';

import { recordRestEvent, type RestInteraction, type RestSubject } from '#audit/record-rest-event.ts';

import { deleteStored } from './delete-resource.ts';
import type { FhirContext } from './fhir-context.ts';
import { badRequestError, goneError, notFoundError, refusalOf } from './fhir-errors.ts';
import { historyBundle } from './history-bundle.ts';
import { patched } from './patch-resource.ts';
import { type Reached, reach, reachLast } from './read-resource.ts';
import { viewFor } from './resource-meta.ts';
import { fhirUrl, searchLinks } from './search/search-links.ts';
import { searchResources } from './search/search-resources.ts';
import { createStored, updateStored } from './write-resource.ts';

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
    return this.#audited('create', { resource: withoutId(resource) }, () => {
      const id = options.assignedId && resource.id ? resource.id : this.generateId();
      return this.#view<T>(createStored(this.#context, resource, id));
    });
  }

  async readResource<T extends Resource>(resourceType: string, id: string): Promise<WithId<T>> {
    return this.#audited('read', { reference: `${resourceType}/${id}` }, () =>
      this.#view<T>(reach(this.#context, 'read', resourceType, id)),
    );
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
    return this.#audited(
      'history',
      { reference },
      () => {
        const { reached } = reachLast(this.#context, 'history', resourceType, id);
        return historyBundle(this.#context, reference, reached.entry, options) as Bundle<WithId<T>>;
      },
      (bundle) => bundle.entry?.find((entry) => entry.resource)?.resource,
    );
  }

  async readVersion<T extends Resource>(resourceType: string, id: string, versionId: string): Promise<WithId<T>> {
    return this.#audited('vread', { reference: `${resourceType}/${id}` }, () => {
      const { reached } = reachLast(this.#context, 'vread', resourceType, id);
      const version = this.#context.tenant.store.history(resourceType, id).find((it) => it.versionId === versionId);
      if (!version) {
        throw notFoundError();
      }
      if (!version.resource) {
        throw goneError();
      }
      return this.#view<T>({ resource: version.resource, entry: reached.entry });
    });
  }

  async updateResource<T extends Resource>(resource: T, options: UpdateResourceOptions = {}): Promise<WithId<T>> {
    return this.#audited('update', { resource }, () =>
      this.#view<T>(updateStored(this.#context, resource, options.ifMatch)),
    );
  }

  async patchResource<T extends Resource>(
    resourceType: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options: UpdateResourceOptions = {},
  ): Promise<WithId<T>> {
    return this.#audited('patch', { reference: `${resourceType}/${id}` }, () => {
      // A patch works on what the caller can see, or its `test` operation would tell what is hidden.
      const before = this.#view<T>(reach(this.#context, 'update', resourceType, id));
      return this.#view<T>(updateStored(this.#context, patched(before, patch), options.ifMatch));
    });
  }

  async deleteResource(resourceType: string, id: string, options: DeleteResourceOptions = {}): Promise<void> {
    this.#audited(
      'delete',
      { reference: `${resourceType}/${id}` },
      () => deleteStored(this.#context, resourceType, id, options.ifMatch),
      (deleted) => deleted,
    );
  }

  async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const query = request.resourceType + formatSearchQuery(request);
    const bundle = this.#audited(
      'search',
      { query },
      () => this.#searchset(request),
      () => undefined,
    );
    if (bundle.entry && (request.include ?? request.revInclude)) {
      const matches = bundle.entry.flatMap((entry) => entry.resource ?? []);
      const fullUrl = (resourceType: string, id: string): string => this.#fullUrl(resourceType, id);
      await getExtraEntries(this, request as SearchRequest, matches, bundle.entry, { fullUrl });
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
    return this.#context.tenant.store.atomically(async () => callback(this));
  }

  #searchset(request: SearchRequest): Bundle {
    const { search, resources, total, hasMore } = searchResources(this.#context, request);
    const entry = resources.map((resource): BundleEntry => ({
      fullUrl: this.#fullUrl(resource.resourceType, resource.id ?? ''),
      search: { mode: 'match' },
      resource,
    }));
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(entry.length > 0 && { entry }),
      ...(total !== undefined && { total }),
      link: searchLinks(this.#context.tenant.baseUrl, search, entry.length > 0, hasMore),
    };
  }

  #fullUrl(resourceType: string, id: string): string {
    return fhirUrl(this.#context.tenant.baseUrl, `${resourceType}/${id}`);
  }

  #view<T extends Resource>({ resource, entry }: Reached): WithId<T> {
    return viewFor(resource, entry, this.#context.caller.extendedMode) as WithId<T>;
  }

  /** Does the work and records how it ended. `resourceOf` finds the resource that a good end was about. */
  #audited<R>(
    interaction: RestInteraction,
    subject: RestSubject,
    work: () => R,
    resourceOf: (result: R) => Resource | undefined = (result) => result as Resource,
  ): R {
    const startedAt = this.#context.tenant.clock();
    try {
      const result = work();
      const resource = resourceOf(result);
      recordRestEvent(this.#context, { interaction, subject: resource ? { resource } : subject, startedAt });
      return result;
    } catch (error) {
      recordRestEvent(this.#context, { interaction, subject, startedAt, error });
      this.#logRefusal(interaction, error);
      throw error;
    }
  }

  #logRefusal(interaction: RestInteraction, error: unknown): void {
    const refusal = refusalOf(error);
    if (refusal) {
      const { tenant, caller, request } = this.#context;
      const { allowed: _no, ...broken } = refusal;
      tenant.log({ event: 'refused', ...request, interaction, who: caller.author.reference, ...broken });
    }
  }
}

/** What a client proposes has no identity yet, whatever id it sends. */
function withoutId<T extends Resource>({ id: _ignored, ...resource }: T): Resource {
  return resource as Resource;
}
