import { registerEnumType } from 'type-graphql';
import { GOAL_STATUSES, type GoalStatus } from '../../src/plan/status';

/** The traffic light of a goal. */
export const GoalStatusEnum = Object.fromEntries(GOAL_STATUSES.map((status) => [status, status])) as { readonly [S in GoalStatus]: S };
registerEnumType(GoalStatusEnum, {
  name: 'GoalStatus',
  description: 'The traffic light of a goal. UNKNOWN: not begun, or the data are too old to say.',
});
