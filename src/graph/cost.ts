import { Extensions } from 'type-graphql';

/** Argument values of a field and of those around it, the innermost first. */
export type ArgumentPath = readonly Readonly<Record<string, unknown>>[];

/** What a field costs before it runs: `own` for the field itself (1 when absent, 0 for leaves), `items` for how many a list may hold. */
export interface FieldCost {
  own?: number | ((path: ArgumentPath) => number);
  items?: (path: ArgumentPath) => number;
}

/** Declares what a field costs; the operation's sum is limited before it is executed. */
export function Cost(cost: FieldCost): MethodDecorator & PropertyDecorator {
  return Extensions({ cost }) as MethodDecorator & PropertyDecorator;
}

/** How many items the nearest `first` argument around a field asks for. */
export function pageSize(path: ArgumentPath): number {
  for (const values of path) {
    const query = values.query as { first?: unknown } | undefined;
    const first = values.first ?? query?.first;
    if (typeof first === 'number') return first;
  }
  return DEFAULT_ITEMS;
}

/** How many items a list is taken to hold that says nothing about its size. */
export const DEFAULT_ITEMS = 20;
