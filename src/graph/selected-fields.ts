import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';

/** What a resolver's info says of its selection. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/** By selection, as it was written in a document, the names in it where no variable decides on them. */
const known = new WeakMap<object, readonly string[]>();

/** The names of the fields that are asked of what a field returns: an object of one type. */
export function selectedFields(info: SelectionInfo): readonly string[] {
  const [node, ...others] = info.fieldNodes;
  const found = others.length === 0 && node ? known.get(node) : undefined;
  if (found) return found;
  const names = new Set<string>();
  let depends = false;
  const walk = (selections: readonly SelectionNode[]): void => {
    for (const each of selections) {
      depends ||= (each.directives?.length ?? 0) > 0;
      if (!isIncluded(each, info)) continue;
      if (each.kind === Kind.FIELD) names.add(each.name.value);
      else walk(selectionsIn(each, info));
    }
  };
  for (const { selectionSet } of info.fieldNodes) walk(selectionSet?.selections ?? []);
  if (!depends && others.length === 0 && node) known.set(node, [...names]);
  return [...names];
}

/** Whether a field of one of the names may be asked for anywhere below a field; conditions are not looked at. */
export function mayAskBelow(info: Pick<SelectionInfo, 'fieldNodes' | 'fragments'>, names: ReadonlySet<string>): boolean {
  const asks = (selections: readonly SelectionNode[]): boolean =>
    selections.some((each) => {
      if (each.kind === Kind.FIELD && names.has(each.name.value)) return true;
      return asks(selectionsIn(each, info));
    });
  return info.fieldNodes.some(({ selectionSet }) => asks(selectionSet?.selections ?? []));
}

/** The fields at the end of a path of names below a field, each key once: a key that is asked for in several places is left out. */
export function fieldsBelow(info: SelectionInfo, path: readonly string[]): FieldNode[] {
  let level: readonly FieldNode[] = info.fieldNodes;
  for (const name of path) {
    const found = new Map<string, FieldNode[]>();
    const walk = (selections: readonly SelectionNode[]): void => {
      for (const each of selections) {
        if (!isIncluded(each, info)) continue;
        if (each.kind !== Kind.FIELD) {
          walk(selectionsIn(each, info));
        } else if (each.name.value === name) {
          const key = each.alias?.value ?? name;
          found.set(key, [...(found.get(key) ?? []), each]);
        }
      }
    };
    for (const { selectionSet } of level) walk(selectionSet?.selections ?? []);
    level = [...found.values()].flatMap((nodes) => (nodes.length === 1 ? nodes : []));
  }
  return [...level];
}

function isIncluded(node: SelectionNode, { variableValues }: SelectionInfo): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}

/** What a selection selects: of a fragment that is named elsewhere what stands there. */
function selectionsIn(node: SelectionNode, { fragments }: Pick<SelectionInfo, 'fragments'>): readonly SelectionNode[] {
  const whole = node.kind === Kind.FRAGMENT_SPREAD ? (fragments[node.name.value] as FragmentDefinitionNode) : node;
  return whole.selectionSet?.selections ?? [];
}
