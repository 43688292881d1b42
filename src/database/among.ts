/** So many values are looked up one by one, in an index where there is one. */
const FEW = 200;

/**
 * The condition that a text is among the texts of an array parameter (`$4`), of which there are so many. The planner weighs every value of an array against
 * every common value of every partition, which takes seconds for thousands: of many it is told nothing, and they are joined.
 */
export function among(text: string, parameter: string, count: number): string {
  return count <= FEW ? `${text} = ANY (${parameter}::text[])` : `${text} IN (SELECT unnest(${parameter}::text[]))`;
}
