import { isResource } from '@medplum/core';
import type { FhirRequest } from '@medplum/fhir-router';
import type { Parameters, ResourceType } from '@medplum/fhirtypes';
import { validate } from '#definitions/validate.ts';
import { badRequestError } from '#http/fhir-errors.ts';

/** What a request for everything asks for. What it does not say, or says in another type, is absent. */
export type EverythingInput = Readonly<{
  types: readonly ResourceType[];
  since: string | undefined;
  start: string | undefined;
  end: string | undefined;
  count: number | undefined;
  offset: number | undefined;
}>;

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads the parameters of `$everything`: from the URL, or by POST from a Parameters resource or plain JSON.
 *
 * @throws OperationOutcomeError 400 when a number in the URL is none, or the Parameters are not valid.
 */
export function readInput({ method, query, body }: FhirRequest): EverythingInput {
  const values = method === 'POST' ? bodyValues(body) : queryValues(query);
  const types = [values['_type']].flat().filter((type) => typeof type === 'string');
  return {
    types: types.flatMap((type) => type.split(',').filter(Boolean) as ResourceType[]),
    since: text(values['_since']),
    start: text(values['start']),
    end: text(values['end']),
    count: number(values['_count']),
    offset: number(values['_offset']),
  };
}

function queryValues(query: Values): Values {
  const integers = ['_count', '_offset'].map((name) => [name, queryInteger(name, query[name])] as const);
  return { ...query, ...Object.fromEntries(integers) };
}

function queryInteger(name: string, value: unknown): number | undefined {
  const [first] = [value].flat();
  if (typeof first !== 'string' || first === '') {
    return undefined;
  }
  const integer = Number.parseInt(first, 10);
  if (Number.isNaN(integer)) {
    throw badRequestError(`Invalid value '${first}' provided for integer parameter '${name}'`);
  }
  return integer;
}

/** A parameter whose value is of another type than the operation's is as good as none. */
function bodyValues(body: unknown): Values {
  if (!isResource<Parameters>(body, 'Parameters')) {
    return (body ?? {}) as Values;
  }
  validate(body);
  const parameters = body.parameter ?? [];
  const named = (name: string): typeof parameters => parameters.filter((parameter) => parameter.name === name);
  return {
    _type: named('_type').map(({ valueCode }) => valueCode),
    _since: named('_since')[0]?.valueInstant,
    start: named('start')[0]?.valueDate,
    end: named('end')[0]?.valueDate,
    _count: named('_count')[0]?.valueInteger,
    _offset: named('_offset')[0]?.valueInteger,
  };
}

function text(value: unknown): string | undefined {
  const [first] = [value].flat();
  return typeof first === 'string' && first !== '' ? first : undefined;
}

function number(value: unknown): number | undefined {
  const [first] = [value].flat();
  return typeof first === 'number' || typeof first === 'string' ? Number(first) : undefined;
}
