import { type ASTNode, type ASTVisitor, GraphQLError, Kind, type ValidationContext, type ValidationRule } from 'graphql';

/** What a GraphQL request may ask for at most. Whatever is above is refused before it is executed. */
export const LIMITS = {
  /** Bytes of a request's body. */
  bodyBytes: 100 * 1024,
  tokens: 2_000,
  aliases: 30,
  directives: 8,
  rootFields: 10,
  depth: 12,
  cost: 5_000,
  pageSize: 500,
  /** Fields met while fragments are expanded. */
  visits: 10_000,
  errors: 10,
} as const;

/** A refusal because of a limit: code `LIMIT_EXCEEDED`, HTTP 400. */
export function limitExceeded(what: string, found: number | string, limit: number): GraphQLError {
  return new GraphQLError(`${what}: ${found} is more than the ${limit} that one request may have`, {
    extensions: { code: 'LIMIT_EXCEEDED', http: { status: 400 } },
  });
}

/** Refuses a document with too many aliases. */
export const limitAliases: ValidationRule = (context) =>
  atMost(context, 'aliases', LIMITS.aliases, (node) => node.kind === Kind.FIELD && node.alias !== undefined);

/** Refuses a document with too many directives. */
export const limitDirectives: ValidationRule = (context) =>
  atMost(context, 'directives', LIMITS.directives, (node) => node.kind === Kind.DIRECTIVE);

function atMost(context: ValidationContext, what: string, limit: number, counts: (node: ASTNode) => boolean): ASTVisitor {
  let found = 0;
  return {
    enter(node) {
      if (counts(node)) found += 1;
      if (counts(node) && found === limit + 1) context.reportError(limitExceeded(what, `over ${limit}`, limit));
    },
  };
}
