import type { Binary } from '@medplum/fhirtypes';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { viewFor } from '#fhir-context/resource-meta.ts';
import { audited } from '#repository/audited.ts';
import { createStored, updateStored } from '#repository/write-resource.ts';
import { keepContent } from '#store/binary-content.ts';
import { signedUrl } from './signed-url.ts';

/** What an upload says besides its bytes. With an id it replaces the Binary that has it. */
export type BinaryDescription = Readonly<{
  id?: string | undefined;
  contentType: string;
  /** The resource whose readers may read the Binary. */
  securityContext?: string | undefined;
}>;

/**
 * Stores bytes as a Binary, as one who may write it.
 *
 * @returns the Binary as the caller may see it, with an address from which the bytes can be had for a while.
 * @throws OperationOutcomeError 400, 403 or 404.
 */
export function storeBinary(
  context: FhirContext,
  { id, contentType, securityContext }: BinaryDescription,
  content: Uint8Array,
): Binary {
  const binary: Binary = {
    resourceType: 'Binary',
    ...(id !== undefined && { id }),
    contentType,
    ...(securityContext && { securityContext: { reference: securityContext } }),
  };
  return audited(context, id === undefined ? 'create' : 'update', { resource: binary }, () => {
    const { resource, entry } =
      id === undefined
        ? createStored(context, binary, context.tenant.random.uuid())
        : updateStored(context, binary, undefined);
    keepContent(resource, content);
    const view = viewFor(resource as Binary, entry, context.caller.extendedMode);
    return { ...view, url: signedUrl(context.tenant, view) };
  });
}
