import { type ArgumentNode, type DocumentNode, GraphQLError, Kind, parse, type ValueNode, visit } from 'graphql';
import { isShortExpression } from '#cost/short-expression.ts';
import { tooCostly, type Work } from '#cost/work.ts';

/** Several times the size of an application's largest query. */
const maxTokens = 2000;

/** The rules of GraphQL compare each field with each other. */
const comparisonsPerUnit = 8;

/** In nodes of the document: a field in a field is two levels. Medplum warns of fields that are 12 deep. */
const maxNesting = 100;

/** The body of a `$graphql` request. */
export type GraphqlBody = Readonly<{ query?: unknown; variables?: unknown }>;

/**
 * Reads a GraphQL document as far as it has to be known what it will cost. Whether it is a good one is for GraphQL to say.
 *
 * @returns undefined when it does not parse.
 * @throws OperationOutcomeError 400 `too-costly` when it is too long, or has a FHIRPath that may not come to an end.
 */
export function checkGraphql(work: Work, { query, variables }: GraphqlBody): DocumentNode | undefined {
  const document = typeof query === 'string' ? parseShort(query) : undefined;
  if (document) {
    work.spend((document.tokenCount ?? maxTokens) ** 2 / comparisonsPerUnit);
    checkNesting(document);
    visit(document, { Argument: (argument) => checkArgument(argument, variables) });
  }
  return document;
}

function checkNesting(document: DocumentNode): void {
  let depth = 0;
  visit(document, {
    enter: () => {
      depth += 1;
      if (depth > maxNesting) {
        throw tooCostly(`The GraphQL query is nested too deep: send at most ${maxNesting} levels`);
      }
    },
    leave: () => {
      depth -= 1;
    },
  });
}

function checkArgument({ name, value }: ArgumentNode, variables: unknown): void {
  if (name.value === 'fhirpath' && !isShortExpression(textOf(value, variables))) {
    throw tooCostly('The FHIRPath of a GraphQL query is too long, or uses a function that may take too long');
  }
}

function parseShort(query: string): DocumentNode | undefined {
  try {
    return parse(query, { maxTokens: maxTokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.includes(`${maxTokens} tokens`)) {
      throw tooCostly(`The GraphQL query has more than ${maxTokens} tokens`);
    }
    return undefined;
  }
}

/** A variable that was not sent may have any default, so all of its definition would have to be looked at. */
function textOf(value: ValueNode, variables: unknown): unknown {
  if (value.kind === Kind.VARIABLE) {
    return (variables as Readonly<Record<string, unknown>> | undefined)?.[value.name.value];
  }
  return value.kind === Kind.STRING ? value.value : undefined;
}
