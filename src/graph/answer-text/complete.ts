import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  GraphQLFloat,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql';
import type { Complete, FieldPlan, Place, Run, Text } from './field-plan';
import { isPromise, jsonText, plainField, plainList, plainNumber, plainObject, plainScalar, plainText, UNPLAIN, withPlain } from './plain';

type Planned = Pick<FieldPlan, 'parent' | 'field' | 'nodes'>;

/** Null is an answer. */
export function nullable(complete: Complete): Complete {
  const whole = (run: Run, value: unknown, place: Place) => {
    if (value === null || value === undefined) return 'null';
    if (value instanceof Error) throw value;
    return complete(run, value, place);
  };
  return withPlain(whole, complete.plain && { ...complete.plain, nothing: null });
}

/** Null is an error, which takes the place of what holds the field. */
export function neverNull({ parent, field }: Planned, complete: Complete): Complete {
  const whole = (run: Run, value: unknown, place: Place) => {
    if (value === null || value === undefined) throw new Error(`Cannot return null for non-nullable field ${parent.name}.${field.name}.`);
    return complete(run, value, place);
  };
  return withPlain(whole, complete.plain && { ...complete.plain, nothing: UNPLAIN });
}

/** A scalar or an enum. */
export function leafText(type: GraphQLLeafType): Complete {
  const serialize = (value: unknown) => serialized(type, value);
  const plain = plainScalar(serialize);
  const show = type === GraphQLFloat ? plainNumber(plain) : plain;
  return withPlain((_run, value) => jsonText(serialize(value)), { nothing: UNPLAIN, show });
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const found = type.serialize(value);
  if (found === null || found === undefined) {
    throw new Error(`Expected \`${type.name}.serialize(${String(value)})\` to return non-nullable value, returned: ${found}`);
  }
  return found;
}

/** A list, item by item. */
export function listText({ parent, field, nodes }: Planned, complete: Complete, itemIsNullable: boolean): Complete {
  const itemText = (run: Run, item: unknown, place: Place): Text => {
    try {
      const text = isPromise(item) ? item.then((found) => complete(run, found, place)) : complete(run, item, place);
      return typeof text === 'string' ? text : text.catch((error) => nullFor(run, error, nodes, place, itemIsNullable));
    } catch (error) {
      return nullFor(run, error, nodes, place, itemIsNullable);
    }
  };
  const { plain } = complete;
  const whole = (run: Run, value: unknown, place: Place): Text => {
    if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${parent.name}.${field.name}".`);
    }
    const texts: Text[] = [];
    let isPending = false;
    for (const item of value as Iterable<unknown>) {
      const text =
        (plain && plainText(plain, () => item, run.context.foreseen)) ??
        itemText(run, item, { prev: place, key: texts.length, typename: undefined });
      if (typeof text !== 'string') isPending = true;
      texts.push(text);
    }
    return isPending ? Promise.all(texts).then(bracketed) : bracketed(texts as string[]);
  };
  return withPlain(whole, plain && { nothing: UNPLAIN, show: plainList(plain) });
}

function bracketed(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

/** An object with the fields that are asked of it. */
export function objectText(type: GraphQLObjectType, fields: readonly FieldPlan[]): Complete {
  const whole = (run: Run, source: unknown, place: Place): Text => {
    let text = '';
    let pending: Text[] | undefined;
    try {
      for (let at = 0; at < fields.length; at++) {
        const plan = fields[at] as FieldPlan;
        const next =
          plainField(plan, source, run.context.foreseen) ??
          fieldText(run, plan, source, { prev: place, key: plan.key, typename: type.name });
        const head = at === 0 ? plan.label : `,${plan.label}`;
        if (typeof next === 'string') {
          text += head + next;
          continue;
        }
        pending ??= [];
        pending.push(text + head, next);
        text = '';
      }
    } catch (error) {
      if (!pending) throw error;
      // What the other fields promised may be broken too, and nobody else would hear of it.
      return Promise.all(pending)
        .then(() => '')
        .finally(() => {
          throw error;
        });
    }
    if (!pending) return `{${text}}`;
    pending.push(text);
    return Promise.all(pending).then((texts) => `{${texts.join('')}}`);
  };
  const show = plainObject(fields);
  return withPlain(whole, show && { nothing: UNPLAIN, show });
}

/** A field's text; null where it failed and may be null. */
export function fieldText(run: Run, plan: FieldPlan, source: unknown, place: Place): Text {
  try {
    const value = resolved(run, plan, source, place);
    const text = isPromise(value) ? value.then((found) => plan.complete(run, found, place)) : plan.complete(run, value, place);
    return typeof text === 'string' ? text : text.catch((error) => nullFor(run, error, plan.nodes, place, plan.isNullable));
  } catch (error) {
    return nullFor(run, error, plan.nodes, place, plan.isNullable);
  }
}

function resolved(run: Run, plan: FieldPlan, source: unknown, place: Place): unknown {
  const { field, foreseenBy } = plan;
  const foreseen = foreseenBy && run.context.foreseen.get(foreseenBy)?.(source as never);
  if (foreseen !== undefined) return foreseen;
  if (field.resolve) return field.resolve(source, argumentsOf(run, plan), run.context, infoOf(run, plan, place));
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null) return undefined;
  const value = (source as Record<string, unknown>)[field.name];
  return typeof value === 'function'
    ? (source as Record<string, (...given: unknown[]) => unknown>)[field.name]?.(
        argumentsOf(run, plan),
        run.context,
        infoOf(run, plan, place),
      )
    : value;
}

function argumentsOf(run: Run, plan: FieldPlan): Record<string, unknown> {
  if (plan.fixedArguments) return { ...plan.fixedArguments };
  return getArgumentValues(
    plan.field as GraphQLField<unknown, unknown>,
    plan.nodes[0] as FieldNode,
    run.variables as Record<string, unknown>,
  );
}

function infoOf(run: Run, plan: FieldPlan, place: Place): GraphQLResolveInfo {
  return new Info(run, plan, place) as unknown as GraphQLResolveInfo;
}

/** What a resolver may ask of its field: made for each, and asked by few. */
class Info {
  readonly rootValue = undefined;

  constructor(
    private readonly run: Run,
    private readonly plan: FieldPlan,
    readonly path: Place,
  ) {}

  get fieldName(): string {
    return this.plan.field.name;
  }
  get fieldNodes(): readonly FieldNode[] {
    return this.plan.nodes;
  }
  get returnType(): GraphQLOutputType {
    return this.plan.field.type;
  }
  get parentType(): GraphQLObjectType {
    return this.plan.parent;
  }
  get schema(): GraphQLSchema {
    return this.run.schema;
  }
  get operation(): OperationDefinitionNode {
    return this.run.operation;
  }
  get variableValues(): Readonly<Record<string, unknown>> {
    return this.run.variables;
  }
  get fragments(): Record<string, FragmentDefinitionNode> {
    const fragments = this.run.document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    return Object.fromEntries(fragments.map((each): [string, FragmentDefinitionNode] => [each.name.value, each]));
  }
}

function nullFor(run: Run, raw: unknown, nodes: readonly FieldNode[], place: Place, isNullable: boolean): string {
  const error = locatedError(raw, nodes as FieldNode[], pathOf(place));
  if (!isNullable) throw error;
  run.errors.push(error);
  return 'null';
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at; at = at.prev) path.unshift(at.key);
  return path;
}
