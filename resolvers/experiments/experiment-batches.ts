import { In } from 'typeorm';
import { Goal } from '../../entities/plan/Goal';
import type { ExperimentDecision } from '../../entities/research/ExperimentDecision';
import type { Batch } from '../../src/graph/graph-context';
import { decisionOn } from '../../src/metrics/experiment/decide';
import { answerExperiment, type ExperimentAnswer } from '../../src/metrics/experiment/experiment-answer';
import { type RawRecords, rawRecords } from '../../src/metrics/raw-record';
import { experimentsOfGoals, goalsOfExperiments } from '../../src/plan/goal-experiments';

/** The goals in force that name experiments, in the plan's order. */
export const goalsOfExperiment: Batch<string, Goal[]> = async (context, keys) => {
  const { workspaceId } = context.caller;
  return context.read(async (session) => {
    const links = await goalsOfExperiments(session, keys);
    const goals = await session.manager.find(Goal, { where: { workspaceId, id: In(links.map(({ goalId }) => goalId)) } });
    const found = new Map(goals.map((goal) => [goal.id, goal]));
    return keys.map((key) => links.filter(({ experiment }) => experiment === key).flatMap(({ goalId }) => found.get(goalId) ?? []));
  });
};

/** The experiments that serve goals, the newest first. */
export const experiments: Batch<number, ExperimentAnswer[]> = async (context, goalIds) => {
  return context.read(async (session) => {
    const links = await experimentsOfGoals(session, goalIds);
    const answers = new Map<string, ExperimentAnswer | null>();
    for (const key of new Set(links.map(({ experiment }) => experiment))) answers.set(key, await answerExperiment(session, key));
    return goalIds.map((id) => links.filter(({ goalId }) => goalId === id).flatMap(({ experiment }) => answers.get(experiment) ?? []));
  });
};

/** The decisions in force on experiments. */
export const decisionOnExperiment: Batch<string, ExperimentDecision | null> = (context, keys) =>
  context.read(async (session) => {
    const found: (ExperimentDecision | null)[] = [];
    for (const key of keys) found.push(await decisionOn(session, key));
    return found;
  });

/** Raw pages by their ids; null where one is no longer kept. */
export const rawPage: Batch<bigint, RawRecords | null> = async (context, ids) => {
  const pages = await context.read((session) => rawRecords(session, ids));
  return ids.map((id) => pages.get(id) ?? null);
};
