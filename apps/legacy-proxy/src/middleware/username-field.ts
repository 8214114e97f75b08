import type { Request } from 'express';
import { formField } from './form-body.ts';

/** The user name of the sign-in form, in the one spelling that both the user list and the attempt counter know. */
export function usernameField(request: Request): string {
  return formField(request.body, 'username').trim().toLowerCase();
}
