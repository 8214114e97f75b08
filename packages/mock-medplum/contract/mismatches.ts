import { type Answer, type Json, member, readJwt, saying } from './answer.ts';
import type { Expected, Part } from './case.ts';

/** Says in one line each where an answer is not what was expected. None when it is. */
export function mismatches(answer: Answer, expected: Expected): string[] {
  const { status, says, members, body, headers = {}, accessToken, idToken, refreshToken } = expected;
  const told = saying(answer);
  const names = Object.keys(typeof answer.body === 'object' && answer.body !== null ? answer.body : {});
  return [
    ...(answer.status === status ? [] : [`status ${answer.status} (${told.slice(0, 120)}), expected ${status}`]),
    ...(says === undefined ? [] : differences('says', told, says)),
    ...(members === undefined
      ? []
      : differences('members', names.toSorted(), members.split(' ').filter(Boolean).toSorted())),
    ...(body === undefined ? [] : differences('body', answer.body, body)),
    ...Object.entries(headers).flatMap(([name, value]) =>
      differences(`header ${name}`, answer.headers.get(name) ?? undefined, value),
    ),
    ...claimDifferences(answer, { access_token: accessToken, id_token: idToken, refresh_token: refreshToken }),
  ];
}

function claimDifferences(answer: Answer, expected: Readonly<Record<string, Part>>): string[] {
  return Object.entries(expected)
    .filter(([, claims]) => claims !== undefined)
    .flatMap(([name, claims]) => differences(name, readJwt(member(answer, name)).claims, claims));
}

/** Compares part by part: what `expected` does not name is free. */
function differences(where: string, actual: unknown, expected: Part): string[] {
  if (expected instanceof RegExp) {
    return fits(actual, expected) ? [] : [`${where} is ${show(actual)}, expected ${String(expected)}`];
  }
  if (Array.isArray(expected)) {
    return listDifferences(where, actual, expected);
  }
  if (typeof expected === 'object' && expected !== null) {
    const object = typeof actual === 'object' && actual !== null ? (actual as Json) : {};
    return Object.entries(expected).flatMap(([key, part]) => differences(`${where}.${key}`, object[key], part));
  }
  return Object.is(actual, expected) ? [] : [`${where} is ${show(actual)}, expected ${show(expected)}`];
}

function listDifferences(where: string, actual: unknown, expected: readonly Part[]): string[] {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    return [`${where} is ${show(actual)}, expected ${show(expected)}`];
  }
  return expected.flatMap((part, index) => differences(`${where}[${index}]`, actual[index], part));
}

function fits(actual: unknown, pattern: RegExp): boolean {
  return (typeof actual === 'string' || typeof actual === 'number') && pattern.test(String(actual));
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'absent').slice(0, 200);
}
