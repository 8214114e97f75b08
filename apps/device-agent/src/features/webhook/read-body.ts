import type { IncomingMessage } from 'node:http';

/** A message of 1 MiB is a third longer inside a Binary. */
const maxBytes = 1.5 * 1_048_576;

/** Reads the body of a request; nothing when it is too long. The rest is not read then. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) {
      return undefined;
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/**
 * The HL7 message in a body: the body itself, or the content of a FHIR Binary in JSON. Text in JSON would lose the character
 * set that MSH-18 speaks of; a Binary keeps the bytes. Nothing when it is no such JSON.
 */
export function readHl7(body: Buffer, contentType = ''): Buffer | undefined {
  if (!/^application\/(fhir\+)?json\b/i.test(contentType)) {
    return body;
  }
  try {
    const { resourceType, data } = JSON.parse(body.toString('utf8')) as { resourceType?: unknown; data?: unknown };
    return resourceType === 'Binary' && typeof data === 'string' ? Buffer.from(data, 'base64') : undefined;
  } catch {
    return undefined;
  }
}
