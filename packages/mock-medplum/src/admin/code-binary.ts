import { badRequest, ContentType, createReference, OperationOutcomeError } from '@medplum/core';
import type { Attachment, Binary } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { callerRepository } from './caller-repository.ts';

/** Code of a Bot in a body: the data itself, or a Binary that is there already. */
export const codeField = z.looseObject({
  contentType: z.string().optional(),
  title: z.string().optional(),
  url: z.string().optional(),
  data: z.string().optional(),
});

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Keeps code of a Bot as a Binary.
 *
 * @returns The Attachment that leads to it.
 * @throws OperationOutcomeError 400 with Medplum's texts.
 */
export async function codeBinary(
  repository: ReturnType<typeof callerRepository>,
  code: z.infer<typeof codeField>,
): Promise<Attachment> {
  const { url, data, contentType = ContentType.JAVASCRIPT, title = 'index.js' } = code;
  if (url?.startsWith('Binary/')) {
    return code as Attachment;
  }
  const problem = url
    ? 'URL must start with Binary/'
    : data
      ? !base64.test(data) && 'Invalid base64 data'
      : 'Missing data or url';
  if (problem) {
    throw new OperationOutcomeError(badRequest(`Invalid attachment: ${problem}`));
  }
  const binary = await repository.createResource<Binary>({ resourceType: 'Binary', contentType, data: data ?? '' });
  return { contentType, title, url: createReference(binary).reference };
}
