import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';
import type { AlertKind } from '../../src/alerts/condition';
import { DESTINATION_FORMATS, type DestinationFormat } from '../../src/alerts/destinations';
import { AlertKindEnum } from './Alert';

const MAYBE = { nullable: true } as const;

export const AlertFormatEnum = Object.fromEntries(DESTINATION_FORMATS.map((each) => [each, each])) as { [F in DestinationFormat]: F };
registerEnumType(AlertFormatEnum, {
  name: 'AlertFormat',
  description: 'How a destination is spoken to: a signed JSON document (docs/alerts.md), or the text of a bot.',
});

/** Where alerts are told. */
@ObjectType({ description: 'Where alerts are told. Its address and its secret are never shown.', simpleResolvers: true })
export class AlertDestination {
  @Field(() => String) key!: string;
  @Field(() => AlertFormatEnum) format!: DestinationFormat;
  @Field(() => String) host!: string;
  @Field(() => [AlertKindEnum], { description: 'The kinds that it is told; empty: all.' }) kinds!: readonly AlertKind[];
  @Field(() => Boolean) enabled!: boolean;
  @Field(() => Int, { description: 'Deliveries that wait.' }) waiting!: number;
  @Field(() => Int, { description: 'Deliveries that were given up.' }) dead!: number;
  @Field(() => String, { ...MAYBE, description: 'Why the newest of them could not be made.' }) error!: string | null;
}

/** A destination to be made or changed. */
@InputType({ description: 'A destination to be made or changed; of one that is there, what is left out stays.' })
export class AlertDestinationInput {
  @Field(() => String) key!: string;
  @Field(() => AlertFormatEnum, MAYBE) format?: DestinationFormat | null;
  @Field(() => String, { ...MAYBE, description: 'Its address, at a public host.' }) url?: string | null;
  @Field(() => String, { ...MAYBE, description: 'Signs what is sent; of JSON at least 16 characters.' }) secret?: string | null;
  @Field(() => [AlertKindEnum], MAYBE) kinds?: AlertKind[] | null;
  @Field(() => Boolean, MAYBE) enabled?: boolean | null;
}

/** How a kind of alert is watched for. */
@ObjectType({ description: 'How a kind of alert is watched for.', simpleResolvers: true })
export class AlertRule {
  @Field(() => AlertKindEnum) kind!: AlertKind;
  @Field(() => Boolean) enabled!: boolean;
  @Field(() => String, { description: 'A JSON object; docs/alerts.md names the settings of each kind.' }) settings!: string;
  @Field(() => String, { ...MAYBE, description: 'Null where it is as shipped.' }) setBy!: string | null;
  @Field(() => DateTimeScalar, MAYBE) setAt!: Date | null;
}
