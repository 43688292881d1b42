import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  type VariableNode,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GraphContext } from '../graph-context';
import { isKept } from '../kept';
import { LIMITS, limitAliases, limitDirectives } from '../limits';
import { measureOperation } from '../measure-operation';
import type { FieldPlan } from './field-plan';
import { NotPlanned, planFields } from './plan-fields';
import { type WrittenAnswer, writeAnswer } from './write-answer';

/** A query as it was sent. */
export interface SentQuery {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/** Characters of documents that are remembered, and plans and sets of variables of each. */
const DOCUMENT_CHARACTERS = 2_000_000;
const PLANS = 8;
const MEASURED = 64;

/** Queries that were parsed, found valid and planned; whatever else is asked is not for this way. */
export class PreparedQueries {
  private readonly known = new LRUCache<string, { readonly query: PreparedQuery | undefined }>({
    maxSize: DOCUMENT_CHARACTERS,
    sizeCalculation: (_query, key) => key.length,
  });

  private prepared = 0;

  constructor(private readonly schema: GraphQLSchema) {}

  /** The query; undefined when it is not valid, not a query, or not to be planned. */
  find({ query, operationName }: SentQuery): PreparedQuery | undefined {
    const key = `${operationName ?? ''}\n${query}`;
    const known = this.known.get(key);
    if (known) return known.query;
    const made = { query: this.prepare(query, operationName) };
    this.known.set(key, made);
    return made.query;
  }

  private prepare(query: string, operationName: string | undefined): PreparedQuery | undefined {
    try {
      const document = parse(query, { maxTokens: LIMITS.tokens });
      const errors = validate(this.schema, document, [...specifiedRules, limitAliases, limitDirectives], { maxErrors: LIMITS.errors });
      const operation = getOperationAST(document, operationName);
      if (errors.length > 0 || operation?.operation !== OperationTypeNode.QUERY) return undefined;
      this.prepared += 1;
      return new PreparedQuery(this.prepared, this.schema, document, operation);
    } catch {
      // Whoever tells what is wrong with it parses it again.
      return undefined;
    }
  }
}

/** A valid query, with its variables yet to come. */
export class PreparedQuery {
  /** Whether its answer follows from what the workspace's state covers. */
  readonly isKept: boolean;
  private readonly conditions: readonly string[];
  private readonly plans = new LRUCache<string, readonly FieldPlan[]>({ max: PLANS });
  private readonly measured = new LRUCache<string, true>({ max: MEASURED });

  /** `number`: no other of the same {@link PreparedQueries} has it. */
  constructor(
    readonly number: number,
    private readonly schema: GraphQLSchema,
    private readonly document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    this.isKept = isKept(schema, document, operation);
    this.conditions = conditionsOf(document);
    // Whether it can be planned at all shows at once where no variable decides on it.
    if (this.conditions.length === 0) this.planFor({});
  }

  /** Execution with variables as they were sent; undefined when they do not fit, or ask for more than is allowed: graphql-js and the limits say why. */
  execution({ variables }: SentQuery, variablesText: string): ((context: GraphContext) => Promise<WrittenAnswer>) | undefined {
    const { schema, document, operation } = this;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, { maxErrors: 1 });
    if (!coerced || !this.isAllowed(variables, variablesText)) return undefined;
    const fields = this.planFor(coerced);
    return fields && ((context) => writeAnswer({ schema, document, operation, variables: coerced, context, errors: [] }, fields));
  }

  private isAllowed(variables: SentQuery['variables'], text: string): boolean {
    if (this.measured.has(text)) return true;
    const { schema, document, operation } = this;
    try {
      measureOperation({ schema, document, operation, variables });
    } catch {
      return false;
    }
    this.measured.set(text, true);
    return true;
  }

  private planFor(variables: Readonly<Record<string, unknown>>): readonly FieldPlan[] | undefined {
    const key = JSON.stringify(this.conditions.map((name) => variables[name]));
    const known = this.plans.get(key);
    if (known) return known;
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const node of this.document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    const root = this.schema.getQueryType();
    if (!root) return undefined;
    try {
      const plan = planFields({ schema: this.schema, fragments, variables }, root, [this.operation.selectionSet]);
      this.plans.set(key, plan);
      return plan;
    } catch (error) {
      if (error instanceof NotPlanned && this.conditions.length > 0) return undefined;
      throw error;
    }
  }
}

/** The variables that `@skip` and `@include` ask. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  const addName = ({ name }: VariableNode) => void names.add(name.value);
  visit(document, { [Kind.DIRECTIVE]: (directive: DirectiveNode) => void visit(directive, { [Kind.VARIABLE]: addName }) });
  return [...names];
}
