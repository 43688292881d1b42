import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Types that show how pulling and telling go on, which changes without a change of the workspace's state. */
const PASSING = new Set(['AlertDelivery', 'AlertDestination', 'IngestRun', 'JourneyEvent', 'Lineage', 'LineageRecord', 'Source']);

/**
 * Whether the answer to a valid query follows from the query, who asks, the day, and the workspace's state: it may then be given again as long as these are
 * the same. Whatever is read for it must be watched (`hub.watch`).
 */
export function isKept(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== 'query') return false;
  const types = new TypeInfo(schema);
  let kept = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const type = types.getType();
        if (!type || PASSING.has(getNamedType(type).name)) kept = false;
      },
    }),
  );
  return kept;
}
