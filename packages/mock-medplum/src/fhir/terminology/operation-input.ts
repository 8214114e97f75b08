import { badRequest, capitalize, OperationOutcomeError } from '@medplum/core';
import type { FhirRequest } from '@medplum/fhir-router';
import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { validate } from '#definitions/validate.ts';

/** The parameters that an operation reads, and their FHIR types. Each may come once. */
export type InputTypes = Readonly<Record<string, string>>;

/** What a request says, by the name of the parameter. */
export type OperationInput = Readonly<Record<string, unknown>>;

const integers: ReadonlySet<string> = new Set(['integer', 'positiveInt', 'unsignedInt']);

/**
 * Reads the parameters of an operation: from the query of a GET, else from a Parameters resource or plain JSON.
 *
 * @throws OperationOutcomeError 400 when a value does not fit its type.
 */
export function readOperationInput({ method, query, body }: FhirRequest, types: InputTypes): OperationInput {
  const sent = method === 'GET' ? fromQuery(query, types) : fromBody(body, types);
  return Object.fromEntries(Object.keys(types).map((name) => [name, onlyOne(name, sent[name])]));
}

function fromQuery(query: FhirRequest['query'], types: InputTypes): OperationInput {
  const present = Object.entries(types).filter(([name]) => query[name]);
  return Object.fromEntries(
    present.map(([name, type]) => {
      if (/^[A-Z]/.test(type)) {
        throw refuse(`Complex parameter ${name} (${type}) cannot be passed via query string`);
      }
      const value = query[name];
      return [name, Array.isArray(value) ? value.map((one) => parse(one, name, type)) : parse(value ?? '', name, type)];
    }),
  );
}

function parse(text: string, name: string, type: string): unknown {
  if (integers.has(type)) {
    const number = Number.parseInt(text, 10);
    if (!Number.isNaN(number)) {
      return number;
    }
  } else if (type !== 'boolean') {
    return text;
  } else if (['true', 'false'].includes(text)) {
    return text === 'true';
  }
  throw refuse(`Invalid value '${text}' provided for ${type} parameter '${name}'`);
}

function fromBody(body: unknown, types: InputTypes): OperationInput {
  const { resourceType, parameter } = body as Partial<Parameters>;
  if (resourceType !== 'Parameters') {
    return body as OperationInput;
  }
  if (!parameter) {
    return {};
  }
  validate(body as Resource);
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      parameter.filter((one) => one.name === name).map((one) => valueOf(one, type)),
    ]),
  );
}

function valueOf(parameter: ParametersParameter, type: string): unknown {
  const values = parameter as unknown as Readonly<Record<string, unknown>>;
  return type === 'ValueSet' ? parameter.resource : values[`value${capitalize(type)}`];
}

function onlyOne(name: string, value: unknown): unknown {
  if (!Array.isArray(value)) {
    return value;
  }
  if (value.length > 1) {
    throw refuse(`Expected 0..1 value(s) for input parameter ${name}, but ${value.length} provided`);
  }
  return value[0] as unknown;
}

function refuse(text: string): OperationOutcomeError {
  return new OperationOutcomeError(badRequest(text));
}
