import type { Resource } from '@medplum/fhirtypes';

/** The bytes of each version of a Binary. They live as long as the version does. */
const contents = new WeakMap<Resource, Uint8Array>();

/** Returns what was uploaded with a stored version of a Binary, or undefined when that was JSON. */
export function contentOf(binary: Resource): Uint8Array | undefined {
  return contents.get(binary);
}

/** Keeps the bytes of a stored version of a Binary. */
export function keepContent(binary: Resource, content: Uint8Array): void {
  contents.set(binary, content);
}
