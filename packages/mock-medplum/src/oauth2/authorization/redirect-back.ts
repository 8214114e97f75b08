import type { Response } from 'express';

/**
 * Sends the browser back to the client with the answer in the query, next to what the redirect URI holds already
 * (RFC 6749 §4.1.2). Members without a value are left out.
 */
export function redirectBack(
  response: Response,
  redirectUri: string,
  answer: Readonly<Record<string, string | undefined>>,
): void {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) {
    if (value !== undefined) {
      url.searchParams.append(name, value);
    }
  }
  response.redirect(url.href);
}
