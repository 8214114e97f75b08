import type { Request } from 'express';
import { sessionOf } from './browser-session.ts';
import { formField } from './form-body.ts';
import { isSameText } from './is-same-text.ts';

/** Token of this session for the hidden field of its forms: another site can send a form but cannot read this. */
export function csrfToken(request: Request): string {
  return sessionOf(request).csrfToken ?? '';
}

/** Tells whether a form carries the token of its session. */
export function hasCsrfToken(request: Request): boolean {
  return isSameText(formField(request.body, 'csrfToken'), csrfToken(request));
}
