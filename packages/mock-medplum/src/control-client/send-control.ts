import { ControlError } from './control-error.ts';

/** Sends one order and reads its answer: JSON, or undefined when the body is empty. */
export type SendControl = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Makes the sender for the control plane below a tenant's base URL. */
export function createSender(baseUrl: string): SendControl {
  return async <T>(method: string, path: string, body?: unknown) => {
    const response = await open(new URL(`mock${path}`, baseUrl), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  };
}

/**
 * Fetches from the control plane.
 *
 * @throws ControlError when it refuses, or does not answer.
 */
export async function open(url: URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new ControlError(0, `Nothing answers at ${url.origin}: start mock-medplum first.`, { cause });
  });
  if (!response.ok) {
    throw new ControlError(response.status, await explain(url, response));
  }
  return response;
}

async function explain({ pathname }: URL, response: Response): Promise<string> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson) {
    return `${pathname} is not there: was the server started with control?`;
  }
  const { error, issue } = (await response.json()) as { error?: string; issue?: { details?: { text?: string } }[] };
  return error ?? issue?.map(({ details }) => details?.text).join('; ') ?? `${pathname} answered ${response.status}.`;
}
