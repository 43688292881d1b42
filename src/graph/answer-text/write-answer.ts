import type { GraphQLError } from 'graphql';
import { fieldText } from './complete';
import type { FieldPlan, Run, Text } from './field-plan';

/** What an execution gives: the JSON of `data`, and the errors to be shown with it. */
export interface WrittenAnswer {
  readonly data: string;
  readonly errors: readonly GraphQLError[];
}

/** Executes the fields of a query and writes their answer as JSON; the same data and errors that graphql-js gives. */
export async function writeAnswer(run: Run, fields: readonly FieldPlan[]): Promise<WrittenAnswer> {
  try {
    const texts: Text[] = [];
    try {
      for (const plan of fields)
        texts.push(fieldText(run, plan, undefined, { prev: undefined, key: plan.key, typename: plan.parent.name }));
    } catch (error) {
      await Promise.allSettled(texts);
      throw error;
    }
    const written = await Promise.all(texts);
    return { data: `{${written.map((text, at) => `${fields[at]?.label}${text}`).join(',')}}`, errors: run.errors };
  } catch (error) {
    // A field that must not be null failed, and nothing above it can be null but the whole.
    return { data: 'null', errors: [...run.errors, error as GraphQLError] };
  }
}
