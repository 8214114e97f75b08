import express, { type RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

const maxFormBytes = 16 * 1024;

/** Reads forms, small ones. No route of this application takes anything else. */
export const formBody: readonly RequestHandler[] = [
  (request, _response, next) => {
    // `is` answers null when there is no body at all.
    if (request.is('urlencoded') === false) {
      throw new HttpError(415, 'This application reads forms only.', 'Send application/x-www-form-urlencoded.');
    }
    next();
  },
  express.urlencoded({ extended: false, limit: maxFormBytes, parameterLimit: 20 }),
];

/** One field of a form as text; empty when it is absent or was given twice. */
export function formField(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
