import type { Request } from 'express';

/** Tells whether a person's browser asks for a page. A program that takes anything gets what programs get. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['application/fhir+json', 'json', 'html']) === 'html';
}
