import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  graphql,
  isEnumType,
  isInputObjectType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  buildSchema as schemaOf,
} from 'graphql';
import { Query, Resolver } from 'type-graphql';
import { RESOLVERS } from '../../resolvers';
import { buildSchema } from '../../src/graph/build-schema';
import { Permit } from '../../src/graph/permit';
import { RunFeed } from '../../src/graph/run-feed';

const SNAPSHOT = path.join(__dirname, '../../schema.graphql');
const CONTRACT = path.join(__dirname, '../../../shared/design/contract.graphql');

const schema = buildSchema([...RESOLVERS], new RunFeed());

describe('the schema', () => {
  it('is the one in schema.graphql (npm run snapshots writes it)', () => {
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(SNAPSHOT, printed);
    expect(printed).toBe(readFileSync(SNAPSHOT, 'utf8'));
  });

  it('is not built with a field at the root that says nothing of who may use it', () => {
    @Resolver()
    class Undecided {
      @Query(() => String)
      secret(): string {
        return 'x';
      }
    }
    expect(() => buildSchema([Undecided], new RunFeed())).toThrow('Query.secret says neither @Permit(role) nor @Public()');
  });

  it('lets a role do what the roles before it may, and no more', async () => {
    @Resolver()
    class OfPlanOwners {
      @Permit('plan_owner')
      @Query(() => String)
      secret(): string {
        return 'x';
      }
    }
    const guarded = buildSchema([OfPlanOwners], new RunFeed());
    const outcome = async (role: string) => {
      const { data, errors } = await graphql({ schema: guarded, source: '{ secret }', contextValue: { caller: { role } } });
      return data?.secret ?? errors?.[0]?.extensions.code;
    };
    expect(await Promise.all(['viewer', 'analyst', 'plan_owner', 'admin'].map(outcome))).toEqual([
      'UNAUTHORIZED',
      'UNAUTHORIZED',
      'x',
      'x',
    ]);
  });

  it('describes every metric, and every field at the root', () => {
    const undescribed = [schema.getQueryType(), schema.getSubscriptionType()].flatMap((root) =>
      Object.values(root?.getFields() ?? {})
        .filter(({ description }) => !description)
        .map(({ name }) => name),
    );
    expect(undescribed).toEqual([]);
    const metrics = schema.getType('MetricName');
    expect(isEnumType(metrics) && metrics.getValues().every(({ description }) => description)).toBe(true);
  });
});

const withContract = existsSync(CONTRACT) ? describe : describe.skip;
if (!existsSync(CONTRACT)) console.warn(`skipped: there is no ${CONTRACT} to hold the schema against`);

withContract('the fixed part of the schema', () => {
  // The contract writes MetricSet's fields in words.
  const contract = existsSync(CONTRACT) ? contractOf(readFileSync(CONTRACT, 'utf8')) : schema;

  it.each(namesIn(contract))('has %s as it was fixed', (name) => {
    expect(differences(contract.getType(name), schema.getType(name))).toEqual([]);
  });

  it('has one Float field for each metric in MetricSet', () => {
    const set = schema.getType('MetricSet');
    const names = schema.getType('MetricName');
    if (!isObjectType(set) || !isEnumType(names)) throw new Error('MetricSet or MetricName is missing');
    const fields = Object.values(set.getFields()).map(({ name, type }) => `${name}: ${type}`);
    expect(fields.sort()).toEqual(
      names
        .getValues()
        .map(({ name }) => `${name}: Float`)
        .sort(),
    );
  });
});

function contractOf(text: string): GraphQLSchema {
  return schemaOf(`${text}\ntype MetricSet { spend: Float }`);
}

function namesIn(contract: GraphQLSchema): string[] {
  return Object.keys(contract.getTypeMap()).filter((name) => !name.startsWith('__') && name !== 'MetricSet');
}

/** What the fixed type has that ours has not, or has in another way. */
function differences(fixed: GraphQLNamedType | undefined, ours: GraphQLNamedType | undefined): string[] {
  if (!fixed || !ours) return [`missing: ${fixed}`];
  if (fixed.constructor.name !== ours.constructor.name) return [`${fixed}: is a ${ours.constructor.name}, not a ${fixed.constructor.name}`];
  const found = new Set(partsOf(ours));
  return partsOf(fixed).filter((part) => !found.has(part));
}

/** Everything that a type fixes, one line each. */
function partsOf(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (isInputObjectType(type)) return Object.values(type.getFields()).map(inputLine);
  if (!isObjectType(type)) return [type.name];
  return Object.values(type.getFields()).flatMap((field) => [
    `${field.name}: ${field.type}`,
    ...field.args.map((argument) => `${field.name}(${inputLine(argument)})`),
  ]);
}

function inputLine({ name, type, defaultValue }: GraphQLArgument | GraphQLInputField): string {
  return `${name}: ${type}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`;
}
