import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  typeFromAST,
  visit,
} from 'graphql';
import { foreseenBy } from '../foreseeable';
import type { GraphContext } from '../graph-context';
import { leafText, listText, neverNull, nullable, objectText } from './complete';
import type { Complete, FieldPlan } from './field-plan';

/** A document that is left to graphql-js: what is rare is not planned. */
export class NotPlanned extends Error {}

/** What a plan is made with: `variables` decide on `@skip` and `@include`, and on nothing else. */
export interface Planning {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The fields of a selection on a type, in the order of the answer. Throws {@link NotPlanned} for introspection, interfaces and unions. */
export function planFields(planning: Planning, type: GraphQLObjectType, selections: readonly SelectionSetNode[]): FieldPlan[] {
  const found = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const { selections: nodes } of selections) collect(planning, type, nodes, found, visited);
  return [...found].map(([key, nodes]) => planField(planning, type, key, nodes));
}

function collect(
  planning: Planning,
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  found: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const node of selections) {
    if (!isIncluded(planning, node)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      found.set(key, [...(found.get(key) ?? []), node]);
      continue;
    }
    if (node.kind === Kind.FRAGMENT_SPREAD && visited.has(node.name.value)) continue;
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? planning.fragments.get(node.name.value) : node;
    if (node.kind === Kind.FRAGMENT_SPREAD) visited.add(node.name.value);
    if (fragment && matches(planning, fragment.typeCondition, type)) {
      collect(planning, type, fragment.selectionSet.selections, found, visited);
    }
  }
}

function isIncluded({ variables }: Planning, node: SelectionNode): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables as Record<string, unknown>)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables as Record<string, unknown>)?.if !== false;
}

function matches({ schema }: Planning, condition: FragmentDefinitionNode['typeCondition'] | undefined, type: GraphQLObjectType): boolean {
  if (!condition) return true;
  const wanted = typeFromAST(schema, condition);
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
}

function planField(planning: Planning, parent: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): FieldPlan {
  const node = nodes[0] as FieldNode;
  const name = node.name.value;
  const field = (name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parent.getFields()[name]) as
    | GraphQLField<unknown, GraphContext>
    | undefined;
  if (!field || (name.startsWith('__') && name !== TypeNameMetaFieldDef.name)) throw new NotPlanned(name);
  const complete = completeOf(planning, field.type, { parent, field, nodes });
  const known = field.extensions.isForeseeable ? foreseenBy(nodes) : undefined;
  return {
    key,
    label: `${JSON.stringify(key)}:`,
    field,
    nodes,
    parent,
    isNullable: !isNonNullType(field.type),
    foreseenBy: known,
    plain: plainOf(parent, field, known !== undefined, complete),
    fixedArguments: fixedArguments(field, node),
    complete,
  };
}

/** A type's name is the same in every object, and stands in none. */
function plainOf(
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, GraphContext>,
  isForeseen: boolean,
  complete: Complete,
): FieldPlan['plain'] {
  if (field.name === TypeNameMetaFieldDef.name) return { nothing: parent.name, show: () => parent.name };
  return field.resolve && !isForeseen ? undefined : complete.plain;
}

/** Undefined where they take variables, or cannot be right: that is told where the field is answered. */
function fixedArguments(field: GraphQLField<unknown, GraphContext>, node: FieldNode): Record<string, unknown> | undefined {
  let takesVariables = false;
  for (const argument of node.arguments ?? []) {
    visit(argument, {
      Variable() {
        takesVariables = true;
      },
    });
  }
  if (takesVariables) return undefined;
  try {
    return getArgumentValues(field as GraphQLField<unknown, unknown>, node);
  } catch {
    return undefined;
  }
}

type Planned = Pick<FieldPlan, 'parent' | 'field' | 'nodes'>;

function completeOf(planning: Planning, type: GraphQLOutputType, planned: Planned): Complete {
  if (isNonNullType(type)) return neverNull(planned, completeOf(planning, type.ofType, planned));
  if (isListType(type)) {
    return nullable(listText(planned, completeOf(planning, type.ofType, planned), !isNonNullType(type.ofType)));
  }
  if (isLeafType(type)) return nullable(leafText(type));
  if (!isObjectType(type) || type.isTypeOf) throw new NotPlanned(type.name);
  const selections = planned.nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  return nullable(objectText(type, planFields(planning, type, selections)));
}
