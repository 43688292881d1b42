import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { type AuthChecker, buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import type { Role } from '../../entities/tenancy/ApiKey';
import { mayActAs } from './caller';
import type { GraphContext } from './graph-context';

const allow: AuthChecker<GraphContext, Role> = ({ context }, roles) => roles.some((role) => mayActAs(context.caller, role));

/** The executable schema of resolver classes. Denies by default: throws when a root field says neither @Permit nor @Public. `pubSub` feeds the subscriptions. */
export function buildSchema(resolvers: NonEmptyArray<new () => object>, pubSub: PubSub): GraphQLSchema {
  // The server asserts that the schema is valid before it starts; to ask it everything about itself as well costs a quarter of a second.
  const schema = buildSchemaSync({ resolvers, pubSub, authChecker: allow, validate: false, skipCheck: true });
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const undecided = roots.flatMap((root) => (root ? undecidedFields(root) : []));
  if (undecided.length > 0) throw new Error(`schema: ${undecided.join(', ')} says neither @Permit(role) nor @Public()`);
  return schema;
}

function undecidedFields(root: GraphQLObjectType): string[] {
  return Object.values(root.getFields())
    .filter((field) => field.extensions.permit === undefined)
    .map((field) => `${root.name}.${field.name}`);
}
