import type { Answer } from './answer.ts';
import type { Setup } from './setup/setup.ts';

/** Part of a JSON value. In it, a RegExp fits a text or number, undefined fits what is absent, a list its equals. */
export type Part = unknown;

/** What a right answer looks like; what is not named is free. */
export type Expected = Readonly<{
  status: number;
  /** What it says when it refuses, as `saying` puts it. */
  says?: string | RegExp;
  /** Names of all members of the JSON, by spaces, in any order. */
  members?: string;
  body?: Part;
  /** Headers by name; undefined is for one that must not be there. */
  headers?: Readonly<Record<string, string | RegExp | undefined>>;
  /** Claims of the tokens in the answer. */
  accessToken?: Part;
  idToken?: Part;
  refreshToken?: Part;
}>;

/** An expectation, or how to make it of what the setup turned out to be. */
export type Expectation = Expected | ((setup: Setup) => Expected);

/** One thing that Medplum does, and how to see it. */
export type Case = Readonly<{
  id: string;
  name: string;
  ask: (setup: Setup) => Promise<Answer>;
  expect: Expectation;
  /** Where the mock is stricter on purpose: the row of DIFFERENCES.md, and what it does instead. */
  stricter?: Stricter | undefined;
  /** What the release 5.1.29 does not have yet. */
  since?: 'project URLs' | undefined;
}>;

/** A difference that DIFFERENCES.md names. */
export type Stricter = Readonly<{ row: string; expect: Expectation }>;

/** Cases that belong together. */
export type Group = Readonly<{ title: string; cases: readonly Case[] }>;

/** Writes a case on one line. */
export function when(id: string, name: string, ask: Case['ask'], expect: Expectation, stricter?: Stricter): Case {
  return { id, name, ask, expect, stricter };
}

/** Says that a case is about the URLs below `/projects/:id/`, which came to Medplum's main after the release 5.1.29. */
export function belowProject(contractCase: Case): Case {
  return { ...contractCase, since: 'project URLs' };
}

/** A refusal with this status, that says this. */
export function refuses(status: number, says: string | RegExp): Expected {
  return { status, says };
}

export const unauthorized: Expected = { status: 401, says: 'login: Unauthorized' };
export const forbidden: Expected = { status: 403, says: 'forbidden: Forbidden' };
export const notFound: Expected = { status: 404, says: 'not-found: Not found' };
export const gone: Expected = { status: 410, says: 'deleted: Gone' };
export const allOk: Expected = { status: 200, says: 'informational: All OK' };
export const forbiddenOnBehalf: Expected = {
  status: 400,
  says: 'invalid: Authentication error',
  body: { issue: [{ diagnostics: 'OperationOutcomeError: Forbidden' }] },
};

const tokenMembers =
  'token_type expires_in scope id_token access_token project profile smart_style_url need_patient_banner';

/** A token answer without a refresh token. */
export function grants(more: Partial<Expected> = {}): Expected {
  return { status: 200, members: tokenMembers, ...more };
}

/** A token answer with a refresh token. */
export function grantsRefresh(more: Partial<Expected> = {}): Expected {
  return { status: 200, members: `${tokenMembers} refresh_token`, ...more };
}
