import type { Goal } from '../../entities/plan/Goal';
import type { ShownCell } from '../../src/metrics/cell-id';

/** Whether a shown number counts towards a goal: the same metric, a day in common, and no filter that keeps them apart. */
export function servesGoal(
  cell: Pick<ShownCell, 'metric' | 'from' | 'to' | 'where'>,
  goal: Pick<Goal, 'metric' | 'startDay' | 'endDay' | 'filters'>,
): boolean {
  const overlaps = cell.from <= goal.endDay && goal.startDay <= cell.to;
  return goal.metric === cell.metric && overlaps && goal.filters.every((filter) => admits(cell.where, filter));
}

function admits(where: ShownCell['where'], { dimension, values }: Goal['filters'][number]): boolean {
  return where.every((filter) => {
    if (filter.dimension !== dimension || filter.op === 'CONTAINS') return true;
    const named = values.filter((value) => filter.values.includes(value)).length;
    return filter.op === 'IN' ? named > 0 : named < values.length;
  });
}
