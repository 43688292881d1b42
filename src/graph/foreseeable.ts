import type { FieldNode } from 'graphql';
import { Extensions } from 'type-graphql';

/** A field whose values may be known before it is asked: see {@link GraphContext.foresee}. */
export function Foreseeable(): MethodDecorator {
  return Extensions({ isForeseeable: true }) as MethodDecorator;
}

/** The node in the document by which such a field's values are known; none where several places ask for the field, which together want more than each. */
export function foreseenBy(nodes: readonly FieldNode[]): FieldNode | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}
