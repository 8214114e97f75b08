import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import { findUser } from '#legacy/users.ts';
import { sessionOf } from './browser-session.ts';
import { HttpError } from './http-error.ts';
import { setCurrentUser } from './request-context.ts';

/** Who may enter a route: everybody, every user, or the users that treat patients. */
export type Access = 'public' | 'signed-in' | 'clinical';

/**
 * Medplum answers whatever its policy for this server allows, whoever asks here. Which user may see what is decided
 * by the application, in this one place. The user is read afresh each time: one who was removed is out at once.
 */
export function requireAccess(database: DatabaseSync, access: Access): RequestHandler {
  return (request, response, next) => {
    const { username } = sessionOf(request);
    const user = username === undefined ? undefined : findUser(database, username);
    if (user) {
      setCurrentUser(response, user);
    }
    if (access === 'public' || (user && (access === 'signed-in' || user.role === 'nurse'))) {
      next();
    } else if (user) {
      throw new HttpError(403, 'Your account does not open clinical notes.', 'Ask a nurse, or sign in as one.');
    } else if (request.accepts(['html', 'json', 'application/fhir+json']) === 'html') {
      response.redirect(303, '/sign-in');
    } else {
      throw new HttpError(401, 'You are not signed in.', 'Sign in at /sign-in.');
    }
  };
}
