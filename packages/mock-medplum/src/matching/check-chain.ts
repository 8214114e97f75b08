import { getSearchParameter } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';

/** The number of links that Medplum follows. */
export const maxLinks = 3;

export const tooManyLinks = 'Search chains longer than three links are not currently supported';

/** A chain that was found to fit together. */
export type CheckedChain = Readonly<{
  /** The types that it goes through. One link to an id goes nowhere: the reference tells. */
  through: readonly string[];
  /** What is asked in the end, and of which type. */
  end: Readonly<{ type: string; code: string }>;
}>;

/** A forward link with its dot, or a reverse one with its colon. */
const link = /^(?:_has:(?<from>[^:]*):(?<by>[^:]*):|(?<code>[^.:]+)(?::(?<target>[^.:]+))?\.)/;

/**
 * Refuses a chain whose links do not fit together, whatever it would find.
 *
 * @throws OperationOutcomeError 400 that names the link at fault, or says that there are too many.
 */
export function checkChain(type: string, chain: string): CheckedChain {
  const types = followChain(type, chain, 0);
  const isOneId = types.length === 1 && /^[^.]+\._id(?::|$)/.test(chain) && !chain.startsWith('_has:');
  return { through: isOneId ? [] : types, end: { type: types.at(-1) ?? type, code: withoutLinks(chain) } };
}

function withoutLinks(chain: string): string {
  const rest = chain.replace(link, '');
  return rest === chain ? chain : withoutLinks(rest);
}

function followChain(type: string, chain: string, links: number): string[] {
  if (links > maxLinks) {
    throw badRequestError(tooManyLinks);
  }
  const { from, by = '', code = '', target } = link.exec(chain)?.groups ?? {};
  const rest = chain.replace(link, '');
  if (rest === chain) {
    checkEnd(type, chain);
    return [];
  }
  if (from !== undefined) {
    checkReverseLink(type, from, by);
  }
  const next = from ?? linkedType(type, code, target);
  return [next, ...followChain(next, rest, links + 1)];
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
