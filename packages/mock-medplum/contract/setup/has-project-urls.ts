import { member } from '#contract/answer.ts';
import type { HttpClient } from '#contract/http-client.ts';

/** The last release without them. */
const before = [5, 1, 29];

/**
 * Tells whether the server has the URLs below `/projects/:id/`. A release after 5.1.29 has to. One that calls itself
 * 5.1.29 may be Medplum's main of a later day, so its discovery tells.
 */
export async function hasProjectUrls(http: HttpClient, projectId: string): Promise<boolean> {
  const health = await http.get('healthcheck');
  if (isLater(String(member(health, 'version')))) {
    return true;
  }
  const discovery = await http.get(`projects/${projectId}/.well-known/openid-configuration`);
  return discovery.status === 200;
}

function isLater(version: string): boolean {
  const [numbers = ''] = version.split('-');
  const parts = numbers.split('.').map(Number);
  const index = parts.findIndex((part, at) => part !== before[at]);
  return index !== -1 && (parts[index] ?? 0) > (before[index] ?? 0);
}
