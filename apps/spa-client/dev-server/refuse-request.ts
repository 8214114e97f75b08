import type { IncomingMessage } from 'node:http';
import { refuseForeignRequest } from '@auth-patterns/auth-config';

/** Why a request is not answered; `message` is for whoever sent it. */
type Refusal = Readonly<{ status: 400 | 403; message: string }>;

/** Refuses requests that a page of another origin sent, and those that would end Vite. */
export function refuseRequest(
  { method = 'GET', url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  hosts: readonly string[],
): Refusal | undefined {
  const foreign = refuseForeignRequest(method, headers, { hosts });
  if (foreign) {
    return { status: 403, message: foreign.message };
  }
  return isReadable(url) ? undefined : { status: 400, message: 'The path has a % that encodes no character.' };
}

/** Vite decodes paths outside any `try`: one that cannot be decoded ends its process. */
function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
