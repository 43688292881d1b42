import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type ArgumentPath, DEFAULT_ITEMS, type FieldCost } from './cost';
import { LIMITS, limitExceeded } from './limits';

/** An operation that is valid, with its variables as they were sent. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What an operation would cost: 1 for each object that it may return, more for fields that say so, multiplied along lists.
 * Throws a GraphQLError with code LIMIT_EXCEEDED when depth, root fields, page size or cost are over {@link LIMITS}.
 * Variables that do not fit are left to the execution, which names them.
 */
export function measureOperation(asked: Operation): number {
  const { coerced } = getVariableValues(asked.schema, asked.operation.variableDefinitions ?? [], asked.variables ?? {}, { maxErrors: 1 });
  const root = asked.schema.getRootType(asked.operation.operation);
  if (!coerced || !root) return 0;
  return new Measure(asked, coerced).total(root);
}

/** Where the walk stands: how deep, within which arguments, and below which introspection lists. */
interface Place {
  depth: number;
  path: ArgumentPath;
  introspected: readonly string[];
}

class Measure {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private visits = 0;

  constructor(
    private readonly asked: Operation,
    private readonly variables: Record<string, unknown>,
  ) {
    for (const node of asked.document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  total(root: GraphQLCompositeType): number {
    const { selectionSet } = this.asked.operation;
    const rootFields = [...this.fieldsOf(selectionSet, root)].length;
    if (rootFields > LIMITS.rootFields) throw limitExceeded('fields of the operation', rootFields, LIMITS.rootFields);
    this.visits = 0;
    const cost = this.costOf(selectionSet, root, { depth: 1, path: [], introspected: [] });
    if (cost > LIMITS.cost) throw limitExceeded('cost of the operation', Math.ceil(cost), LIMITS.cost);
    return cost;
  }

  private costOf(selectionSet: SelectionSetNode, parent: GraphQLCompositeType, place: Place): number {
    let sum = 0;
    for (const [node, type] of this.fieldsOf(selectionSet, parent)) {
      const field = fieldNamed(type, node.name.value);
      if (field) sum += this.costOfField(node, field, type, place);
    }
    return sum;
  }

  private costOfField(node: FieldNode, field: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType, place: Place): number {
    const inner = getNamedType(field.type);
    const introspecting = inner.name.startsWith('__') || parent.name.startsWith('__');
    if (!introspecting && place.depth > LIMITS.depth) throw limitExceeded('depth', place.depth, LIMITS.depth);
    if (introspecting) this.checkIntrospection(field, place);
    const values = getArgumentValues(field, node, this.variables);
    checkPageSize(values, node);
    const path = [values, ...place.path];
    if (!node.selectionSet || !isCompositeType(inner)) return ownCost(field, path);
    const introspected =
      introspecting && isListType(getNullableType(field.type)) ? [...place.introspected, field.name] : place.introspected;
    const each = (introspecting ? 0 : 1) + this.costOf(node.selectionSet, inner, { depth: place.depth + 1, path, introspected });
    return ownCost(field, path) + each * itemsOf(field, path);
  }

  /** An introspection list within the same list multiplies the whole schema by itself. */
  private checkIntrospection(field: GraphQLField<unknown, unknown>, place: Place): void {
    if (place.introspected.includes(field.name)) throw limitExceeded(`"${field.name}" within "${field.name}" of an introspection`, 2, 1);
  }

  private *fieldsOf(selectionSet: SelectionSetNode, parent: GraphQLCompositeType): Generator<[FieldNode, GraphQLCompositeType]> {
    for (const node of selectionSet.selections) {
      this.visits += 1;
      if (this.visits > LIMITS.visits) throw limitExceeded('fields with fragments expanded', `over ${LIMITS.visits}`, LIMITS.visits);
      if (node.kind === Kind.FIELD) {
        yield [node, parent];
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
      const type = fragment?.typeCondition ? this.asked.schema.getType(fragment.typeCondition.name.value) : parent;
      if (fragment && isCompositeType(type)) yield* this.fieldsOf(fragment.selectionSet, type);
    }
  }
}

const META_FIELDS = new Map([SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]));

function fieldNamed(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return META_FIELDS.get(name) ?? (isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined);
}

function costDeclared(field: GraphQLField<unknown, unknown>): FieldCost | undefined {
  return field.extensions.cost as FieldCost | undefined;
}

function ownCost(field: GraphQLField<unknown, unknown>, path: ArgumentPath): number {
  const own = costDeclared(field)?.own ?? 0;
  return typeof own === 'number' ? own : own(path);
}

function itemsOf(field: GraphQLField<unknown, unknown>, path: ArgumentPath): number {
  if (!isListType(getNullableType(field.type))) return 1;
  const items = costDeclared(field)?.items;
  if (items) return items(path);
  const first = path[0]?.first;
  return typeof first === 'number' ? first : DEFAULT_ITEMS;
}

function checkPageSize(values: Record<string, unknown>, node: FieldNode): void {
  const query = values.query as { first?: unknown } | undefined;
  for (const first of [values.first, query?.first]) {
    if (typeof first !== 'number') continue;
    if (first > LIMITS.pageSize) throw limitExceeded(`first of ${node.name.value}`, first, LIMITS.pageSize);
    if (first < 1) {
      throw new GraphQLError(`first of ${node.name.value}: ${first} is not a page size; expected 1 to ${LIMITS.pageSize}`, {
        nodes: node,
        extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
      });
    }
  }
}
