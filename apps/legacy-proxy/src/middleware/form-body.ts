import express, { type RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

/** The longest text that a form takes, in characters as a browser counts them (UTF-16 code units). */
export const longestText = 4_000;

// A character takes three bytes at most, and three characters for each of them when it travels in a form.
const maxFormBytes = longestText * 9 + 4_096;

/** Refuses what is no form. No route with a form token takes anything else. */
export const requireForm: RequestHandler = (request, _response, next) => {
  // `is` answers null when there is no body at all.
  if (request.is('urlencoded') === false) {
    throw new HttpError(415, 'This application reads forms only.', 'Send application/x-www-form-urlencoded.');
  }
  next();
};

/** Reads forms, small ones. */
export const parseForm: RequestHandler = express.urlencoded({
  extended: false,
  limit: maxFormBytes,
  parameterLimit: 20,
});

/** One field of a form as text; empty when it is absent or was given twice. */
export function formField(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
