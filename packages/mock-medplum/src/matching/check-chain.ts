import { getSearchParameter } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';

/** The number of links that Medplum follows. */
export const maxLinks = 5;

/** A forward link with its dot, or a reverse one with its colon. */
const link = /^(?:_has:(?<from>[^:]*):(?<by>[^:]*):|(?<code>[^.:]+)(?::(?<target>[^.:]+))?\.)/;

/**
 * Refuses a chain whose links do not fit together, whatever it would find.
 *
 * @param links - How many were followed.
 * @throws OperationOutcomeError 400 that names the link at fault, or says that there are too many.
 */
export function checkChain(type: string, chain: string, links = 0): void {
  if (links > maxLinks) {
    throw badRequestError(`Search chains longer than ${maxLinks} links are not currently supported`);
  }
  const { from, by = '', code = '', target } = link.exec(chain)?.groups ?? {};
  const rest = chain.replace(link, '');
  if (rest === chain) {
    checkEnd(type, chain);
  } else if (from === undefined) {
    checkChain(linkedType(type, code, target), rest, links + 1);
  } else {
    checkReverseLink(type, from, by);
    checkChain(from, rest, links + 1);
  }
}

function checkEnd(type: string, end: string): void {
  const [code = ''] = end.split(':');
  if (code === '_has') {
    throw badRequestError(`Invalid search chain: ${end}`);
  }
  if (!getSearchParameter(type, code)) {
    throw badRequestError(`Invalid search parameter at end of chain: ${type}?${code}`);
  }
}

function linkedType(type: string, code: string, named: string | undefined): string {
  const targets = getSearchParameter(type, code)?.target;
  if (!getSearchParameter(type, code)) {
    throw badRequestError(`Invalid search parameter in chain: ${type}?${code}`);
  }
  const [only, ...others] = targets ?? [];
  const next = only && others.length === 0 ? only : targets?.find((target) => target === named);
  if (!next) {
    throw badRequestError(`Unable to identify next resource type for search parameter: ${type}?${code}`);
  }
  return next;
}

function checkReverseLink(type: string, from: string, by: string): void {
  const parameter = getSearchParameter(from, by);
  if (!parameter) {
    throw badRequestError(`Invalid search parameter in chain: ${from}?${by}`);
  }
  if (!parameter.target?.includes(type as ResourceType)) {
    throw badRequestError(`Invalid reverse chain link: search parameter ${from}?${by} does not refer to ${type}`);
  }
}
