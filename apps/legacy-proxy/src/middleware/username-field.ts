import type { Request } from 'express';
import { formField } from './form-body.ts';

/** As the form has it. No user has a longer name, so a longer one counts as none. */
const longestUsername = 64;

/** The user name of the sign-in form, in the one spelling that both the user list and the attempt counter know. */
export function usernameField(request: Request): string {
  const username = formField(request.body, 'username').trim().toLowerCase();
  return username.length > longestUsername ? '' : username;
}
