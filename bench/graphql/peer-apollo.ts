import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { Arg, buildSchema, Ctx, Field, FieldResolver, Float, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Column, DataSource, Entity, JoinColumn, ManyToOne, PrimaryColumn, type SelectQueryBuilder } from 'typeorm';
import { WORKSPACE } from '../bench-hub';
import { watchStatements } from '../statement-times';
import { TABLES, tableNamed } from './bare-answers';
import { CONNECTIONS } from './connections';
import { reportToParent } from './report-to-parent';

/** Of the table that the second argument names. */
const TABLE = tableNamed(process.argv[3]);
const [SCHEMA, NAME] = TABLES[TABLE].split('.') as [string, string];

@Entity({ schema: 'hub', name: 'brand' })
class PeerBrand {
  @PrimaryColumn({ name: 'workspace_id', type: 'integer' }) workspaceId!: number;
  @PrimaryColumn({ type: 'integer' }) id!: number;
  @Column({ type: 'text' }) key!: string;
}

@ObjectType('Campaign')
@Entity({ schema: 'hub', name: 'campaign' })
class PeerCampaign {
  @PrimaryColumn({ name: 'workspace_id', type: 'integer' }) workspaceId!: number;
  @PrimaryColumn({ type: 'integer' }) id!: number;
  @Field(() => String) @Column({ type: 'text' }) key!: string;
  @Field(() => String) @Column({ type: 'text' }) name!: string;
  @Field(() => String) @Column({ type: 'text' }) platform!: string;
  @Column({ type: 'text' }) channel!: string;
  @ManyToOne(() => PeerBrand)
  @JoinColumn([
    { name: 'workspace_id', referencedColumnName: 'workspaceId' },
    { name: 'brand_id', referencedColumnName: 'id' },
  ])
  brand!: PeerBrand;
}

@Entity({ schema: SCHEMA, name: NAME })
class CampaignDay {
  @PrimaryColumn({ name: 'workspace_id', type: 'integer' }) workspaceId!: number;
  @PrimaryColumn({ type: 'date' }) day!: string;
  @PrimaryColumn({ name: 'campaign_id', type: 'integer' }) campaignId!: number;
  @PrimaryColumn({ name: 'source_id', type: 'integer' }) sourceId!: number;
  @PrimaryColumn({ type: 'text' }) currency!: string;
  @Column({ type: 'bigint' }) impressions!: string;
  @Column({ type: 'bigint' }) clicks!: string;
  @Column({ name: 'spend_micros', type: 'bigint' }) spend!: string;
  @Column({ name: 'revenue_claimed_micros', type: 'bigint' }) revenue!: string;
  @ManyToOne(() => PeerCampaign)
  @JoinColumn([
    { name: 'workspace_id', referencedColumnName: 'workspaceId' },
    { name: 'campaign_id', referencedColumnName: 'id' },
  ])
  campaign!: PeerCampaign;
}

@Entity({ schema: 'rollup', name: 'ad_day_brand' })
class BrandDay {
  @PrimaryColumn({ name: 'workspace_id', type: 'integer' }) workspaceId!: number;
  @PrimaryColumn({ type: 'date' }) day!: string;
  @PrimaryColumn({ name: 'brand_id', type: 'integer' }) brandId!: number;
  @PrimaryColumn({ type: 'text' }) channel!: string;
  @PrimaryColumn({ type: 'text' }) platform!: string;
  @PrimaryColumn({ name: 'source_id', type: 'integer' }) sourceId!: number;
  @PrimaryColumn({ type: 'text' }) currency!: string;
  @Column({ type: 'bigint' }) impressions!: string;
  @Column({ type: 'bigint' }) clicks!: string;
  @Column({ name: 'spend_micros', type: 'bigint' }) spend!: string;
  @Column({ name: 'revenue_claimed_micros', type: 'bigint' }) revenue!: string;
  @ManyToOne(() => PeerBrand)
  @JoinColumn([
    { name: 'workspace_id', referencedColumnName: 'workspaceId' },
    { name: 'brand_id', referencedColumnName: 'id' },
  ])
  brand!: PeerBrand;
}

@ObjectType('Mention')
@Entity({ schema: 'fact', name: 'mention' })
class PeerMention {
  @PrimaryColumn({ name: 'row_id', type: 'bigint' }) id!: string;
  @Column({ name: 'workspace_id', type: 'integer' }) workspaceId!: number;
  @Column({ name: 'brand_id', type: 'integer' }) brandId!: number;
  @Column({ type: 'date' }) day!: string;
  @Field(() => Date) @Column({ name: 'published_at', type: 'timestamptz' }) publishedAt!: Date;
  @Field(() => String) @Column({ type: 'text' }) text!: string;
  @Field(() => String) @Column({ type: 'text' }) sentiment!: string;
  @Field(() => Float) @Column({ type: 'bigint' }) engagements!: string;
}

@ObjectType()
class Metrics {
  @Field(() => Float) spend!: number;
  @Field(() => Float) impressions!: number;
  @Field(() => Float) clicks!: number;
  @Field(() => Float) ctr!: number;
  @Field(() => Float) roasClaimed!: number;
}

@ObjectType()
class Key {
  @Field(() => String) key!: string;
}

@ObjectType()
class Value {
  @Field(() => String) metric!: string;
  @Field(() => Float) value!: number;
}

@ObjectType()
class Row {
  @Field(() => String, { nullable: true }) period?: string;
  @Field(() => [Key]) dimensions!: Key[];
  @Field(() => [Value]) values!: Value[];
}

@ObjectType()
class Rows {
  @Field(() => [Row]) rows!: Row[];
}

@ObjectType()
class Edge {
  @Field(() => PeerCampaign) node!: PeerCampaign;
}

@ObjectType()
class Campaigns {
  @Field(() => [Edge]) edges!: Edge[];
}

@ObjectType()
class MentionEdge {
  @Field(() => PeerMention) node!: PeerMention;
}

@ObjectType()
class Mentions {
  query!: SelectQueryBuilder<PeerMention>;
  @Field(() => [MentionEdge]) edges!: MentionEdge[];
}

type Sums = Record<'spend' | 'impressions' | 'clicks' | 'revenue', string>;
interface Context {
  database: DataSource;
  loaders: Map<string, DataLoader<number, Metrics>>;
}

function summed<F extends CampaignDay | BrandDay>(database: DataSource, of: new () => F, from: string, to: string): SelectQueryBuilder<F> {
  return database
    .createQueryBuilder(of, 'f')
    .select('sum(f.spend)', 'spend')
    .addSelect('sum(f.impressions)', 'impressions')
    .addSelect('sum(f.clicks)', 'clicks')
    .addSelect('sum(f.revenue)', 'revenue')
    .where('f.workspaceId = :workspace AND f.day BETWEEN :from AND :to', { workspace: WORKSPACE, from, to });
}

/** Sums where only what campaigns are is asked for, and who says it: the coarser sums themselves, and of facts their campaigns. */
function summedByWhatCampaignsAre(database: DataSource, from: string, to: string): { query: SelectQueryBuilder<object>; said: 'c' | 'f' } {
  if (TABLE === 'rollup') return { query: summed(database, BrandDay, from, to), said: 'f' };
  return { query: summed(database, CampaignDay, from, to).innerJoin('f.campaign', 'c'), said: 'c' };
}

function metricsOf({ spend, impressions, clicks, revenue }: Sums): Metrics {
  return {
    spend: Number(spend) / 1e6,
    impressions: Number(impressions),
    clicks: Number(clicks),
    ctr: Number(clicks) / Number(impressions),
    roasClaimed: Number(revenue) / Number(spend),
  };
}

function rowOf(sums: Sums, period?: string, key?: string): Row {
  const values = Object.entries(metricsOf(sums)).map(([metric, value]) => ({ metric, value }));
  return { values, dimensions: key === undefined ? [] : [{ key }], ...(period === undefined ? {} : { period }) };
}

@Resolver(() => PeerCampaign)
class PeerResolver {
  @Query(() => Rows)
  async byChannel(
    @Arg('from', () => String) from: string,
    @Arg('to', () => String) to: string,
    @Ctx() { database }: Context,
  ): Promise<Rows> {
    const { query, said } = summedByWhatCampaignsAre(database, from, to);
    query.addSelect(`${said}.channel`, 'channel').groupBy(`${said}.channel`).orderBy(`${said}.channel`);
    return { rows: (await query.getRawMany<Sums & { channel: string }>()).map((row) => rowOf(row, undefined, row.channel)) };
  }

  @Query(() => Rows)
  async byDay(
    @Arg('from', () => String) from: string,
    @Arg('to', () => String) to: string,
    @Arg('campaigns', () => [String]) campaigns: string[],
    @Ctx() { database }: Context,
  ): Promise<Rows> {
    const query = summed(database, CampaignDay, from, to)
      .innerJoin('f.campaign', 'c')
      .addSelect('f.day::text', 'period')
      .andWhere('c.key IN (:...campaigns)', { campaigns })
      .groupBy('f.day')
      .orderBy('f.day');
    return { rows: (await query.getRawMany<Sums & { period: string }>()).map((row) => rowOf(row, row.period)) };
  }

  @Query(() => Rows)
  async byMonthAndBrand(
    @Arg('from', () => String) from: string,
    @Arg('to', () => String) to: string,
    @Ctx() { database }: Context,
  ): Promise<Rows> {
    const { query, said } = summedByWhatCampaignsAre(database, from, to);
    query
      .innerJoin(`${said}.brand`, 'b')
      .addSelect("date_trunc('month', f.day)::date::text", 'period')
      .addSelect('b.key', 'brand')
      .groupBy("date_trunc('month', f.day), b.key")
      .orderBy("date_trunc('month', f.day)")
      .addOrderBy('b.key');
    return { rows: (await query.getRawMany<Sums & { period: string; brand: string }>()).map((row) => rowOf(row, row.period, row.brand)) };
  }

  @Query(() => Campaigns)
  async campaigns(@Arg('first', () => Int) first: number, @Ctx() { database }: Context): Promise<Campaigns> {
    const query = database.createQueryBuilder(PeerCampaign, 'c').where('c.workspaceId = :workspace', { workspace: WORKSPACE });
    const found = await query.orderBy('c.name').addOrderBy('c.id').take(first).getMany();
    return { edges: found.map((node) => ({ node })) };
  }

  @Query(() => Mentions)
  async mentions(
    @Arg('first', () => Int) first: number,
    @Arg('search', () => String) search: string,
    @Arg('brand', () => String) brand: string,
    @Arg('from', () => String) from: string,
    @Arg('to', () => String) to: string,
    @Ctx() { database }: Context,
  ): Promise<Mentions> {
    const { id: brandId } = await database.getRepository(PeerBrand).findOneByOrFail({ workspaceId: WORKSPACE, key: brand });
    const query = database
      .createQueryBuilder(PeerMention, 'm')
      .where('m.workspaceId = :workspace AND m.brandId = :brandId AND m.day BETWEEN :from AND :to', {
        workspace: WORKSPACE,
        brandId,
        from,
        to,
      })
      .andWhere("hub.search_terms(m.text) @@ hub.search_query(:search, '{}')", { search });
    const found = await query
      .clone()
      .orderBy('m.day', 'DESC')
      .addOrderBy('m.publishedAt', 'DESC')
      .addOrderBy('m.id', 'DESC')
      .limit(first)
      .getMany();
    return { edges: found.map((node) => ({ node })), query };
  }

  @FieldResolver(() => Metrics)
  metrics(
    @Root() { id }: PeerCampaign,
    @Arg('from', () => String) from: string,
    @Arg('to', () => String) to: string,
    @Ctx() context: Context,
  ): Promise<Metrics> {
    const key = `${from} ${to}`;
    const known = context.loaders.get(key);
    const loader = known ?? new DataLoader<number, Metrics>((ids) => metricsOfCampaigns(context.database, ids, from, to));
    context.loaders.set(key, loader);
    return loader.load(id);
  }
}

@Resolver(() => Mentions)
class CountResolver {
  @FieldResolver(() => Int)
  totalCount(@Root() { query }: Mentions): Promise<number> {
    return query.getCount();
  }
}

async function metricsOfCampaigns(database: DataSource, ids: readonly number[], from: string, to: string): Promise<Metrics[]> {
  const query = summed(database, CampaignDay, from, to)
    .addSelect('f.campaignId', 'id')
    .andWhere('f.campaignId IN (:...ids)', { ids })
    .groupBy('f.campaignId');
  const found = new Map((await query.getRawMany<Sums & { id: number }>()).map((row) => [row.id, metricsOf(row)]));
  return ids.map((id) => found.get(id)!);
}

/** Apollo Server, type-graphql and TypeORM as most write them. */
async function main(): Promise<void> {
  const times = watchStatements();
  const entities = [PeerBrand, PeerCampaign, PeerMention, CampaignDay, BrandDay];
  const database = await new DataSource({ type: 'postgres', url: process.argv[2]!, extra: CONNECTIONS, entities }).initialize();
  const server = new ApolloServer<Context>({ schema: await buildSchema({ resolvers: [PeerResolver, CountResolver], validate: false }) });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async () => ({ database, loaders: new Map() }),
  });
  reportToParent(url, times, {}, async () => {
    await server.stop();
    await database.destroy();
  });
}

void main();
