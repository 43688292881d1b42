import type {
  DocumentNode,
  FieldNode,
  GraphQLError,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { GraphContext } from '../graph-context';

/** Where a value stands in the answer, the innermost first; as in graphql-js. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** JSON text, or the promise of it. */
export type Text = string | Promise<string>;

/** One execution: its operation, its variables, who asks, and what went wrong so far. */
export interface Run {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GraphContext;
  readonly errors: GraphQLError[];
}

/** Writes a value of a field as JSON. Throws, or rejects, where null must not stand. */
export interface Complete {
  (run: Run, value: unknown, place: Place): Text;
  /** The same for what can be shown without knowing where it stands, as most can: as what JSON has of it, which is written at once with what it is part of. */
  readonly plain?: Plain;
}

/** See {@link Complete.plain}. */
export interface Plain {
  /** What is shown for null; `UNPLAIN` where it must not stand. */
  readonly nothing: unknown;
  /** What JSON has of a value that is not null; `UNPLAIN` for what has to be asked in its place. Throws where it cannot be shown. */
  readonly show: (value: unknown, foreseen: Foreseen) => unknown;
}

/** See {@link GraphContext.foreseen}. */
export type Foreseen = GraphContext['foreseen'];

/** One field of a selection: everything about it that does not change from answer to answer. */
export interface FieldPlan {
  /** Its key in the answer. */
  readonly key: string;
  /** The key as JSON, with the colon. */
  readonly label: string;
  readonly field: GraphQLField<unknown, GraphContext>;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly isNullable: boolean;
  /** By which node of the document its values may be known before it is asked: see {@link GraphContext.foreseen}. */
  readonly foreseenBy: FieldNode | undefined;
  /** Shows it where no resolver has to make it and its value can be shown without knowing where it stands. */
  readonly plain: Plain | undefined;
  /** The arguments, where they follow from the document alone. */
  readonly fixedArguments: Record<string, unknown> | undefined;
  readonly complete: Complete;
}
