import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** What a document asks of the objects that it meets, added up over all of its places, with its fragments spread. */
export type GraphqlWeights = Readonly<{
  /** How many fields are asked of the objects in a field, by the name of that field. */
  fieldsIn: ReadonlyMap<string, number>;
  /** How many fields are asked of resources. */
  fieldsInResource: number;
  /** Fields whose references are followed. */
  followed: ReadonlySet<string>;
  /** How many references are followed one after the other, at most. */
  followedDepth: number;
}>;

/** To evaluate a FHIRPath costs as much as this many fields. */
const fhirpathFields = 50;

type Measure = { size: number; fieldsIn: Map<string, number>; followed: Set<string>; followedDepth: number };

/** Measures a document. Each fragment is measured once, however often it is spread. */
export function graphqlWeights({ definitions }: DocumentNode): GraphqlWeights {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const known = new Map<string, Measure>();
  const total = nothing();

  function measure({ selections }: SelectionSetNode): Measure {
    const sum = nothing();
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        addField(sum, selection, selection.selectionSet && measure(selection.selectionSet));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        add(sum, measure(selection.selectionSet));
      } else {
        add(sum, measureFragment(selection.name.value));
      }
    }
    return sum;
  }

  function measureFragment(name: string): Measure {
    const fragment = fragments.get(name);
    const measured = known.get(name);
    if (measured || !fragment) {
      return measured ?? nothing();
    }
    // A fragment that spreads itself is refused by the rules of GraphQL.
    known.set(name, nothing());
    const result = measure(fragment.selectionSet);
    known.set(name, result);
    return result;
  }

  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      add(total, measure(definition.selectionSet));
    }
  }
  const ofResources = [...total.fieldsIn].filter(([name]) => isOfResources(name));
  return { ...total, fieldsInResource: ofResources.reduce((sum, [, fields]) => sum + fields, 0) };
}

const nothing = (): Measure => ({ size: 0, fieldsIn: new Map(), followed: new Set(), followedDepth: 0 });

/** `PatientList`, `Patient` and `resource` hold resources; elements begin in lower case. */
const isOfResources = (name: string): boolean => name === 'resource' || /^[A-Z]/.test(name);

function addField(
  sum: Measure,
  { name: { value: name }, arguments: args }: FieldNode,
  inner: Measure | undefined,
): void {
  sum.size += 1;
  if (inner) {
    const size = inner.size + (args?.some((argument) => argument.name.value === 'fhirpath') ? fhirpathFields : 0);
    add(sum, { ...inner, size: 0, followedDepth: inner.followedDepth + (name === 'resource' ? 1 : 0) });
    sum.fieldsIn.set(name, (sum.fieldsIn.get(name) ?? 0) + size);
    if (inner.fieldsIn.has('resource')) {
      sum.followed.add(name);
    }
  }
}

function add(sum: Measure, other: Measure): void {
  sum.size += other.size;
  sum.followedDepth = Math.max(sum.followedDepth, other.followedDepth);
  other.followed.forEach((name) => sum.followed.add(name));
  for (const [name, fields] of other.fieldsIn) {
    sum.fieldsIn.set(name, (sum.fieldsIn.get(name) ?? 0) + fields);
  }
}
