import type { Request } from 'express';
import { type KeptText, sessionOf } from './browser-session.ts';
import { formField } from './form-body.ts';
import { isSameText } from './is-same-text.ts';
import type { Signer } from './signer.ts';

/** Hidden fields with which the sign-in page carries such a text through a sign-in. */
export type CarriedText = KeptText & Readonly<{ writer: string }>;

export type TextKeeper = Readonly<{
  /** Mark for a form of this user: says whose text comes back with it. */
  markOf: (username: string, formId: string) => string;
  /** What this request's form has typed into it, for the sign-in page; undefined when nothing is. */
  carry: (request: Request, page: string) => CarriedText | undefined;
  /** Keeps the text in the session until it is saved, if this user wrote it. Tells whether it did. */
  keep: (request: Request, username: string, text: CarriedText | undefined) => boolean;
}>;

const longestKept = 20_000;

/**
 * Keeps what a person typed, through a session that ended meanwhile and a Medplum that is away (WCAG 2.2.5). The form's
 * id stays the same, so nothing is written twice. The writer's mark keeps it from whoever signs in next.
 */
export function createTextKeeper(sign: Signer): TextKeeper {
  const markOf = (username: string, formId: string): string => sign('writer', `${username}\0${formId}`);

  function carry({ body }: Request, page: string): CarriedText | undefined {
    const text = formField(body, 'text');
    const carried = { page, text, formId: formField(body, 'formId'), writer: formField(body, 'writer') };
    return text.trim() && text.length <= longestKept ? carried : undefined;
  }

  function keep(request: Request, username: string, carried: CarriedText | undefined): boolean {
    if (!carried || !isSameText(carried.writer, markOf(username, carried.formId))) {
      return false;
    }
    const { page, formId, text } = carried;
    sessionOf(request).keptText = { page, formId, text };
    return true;
  }

  return { markOf, carry, keep };
}

/** The text that waits for this page to be opened again. */
export function keptTextOf(request: Request, page: string): KeptText | undefined {
  const { keptText } = sessionOf(request);
  return keptText?.page === page ? keptText : undefined;
}

/** Forgets the text, once it is saved. */
export function forgetText(request: Request): void {
  delete sessionOf(request).keptText;
}
