import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Brand } from '../entities/brand/Brand';
import { Cost } from '../src/graph/cost';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { auditSentiment } from '../src/metrics/mention-readings/audit-sentiment';
import { labelMention } from '../src/metrics/mention-readings/label-mention';
import type { Mood } from '../src/text/sentiment-model';
import { SentimentAudit, SentimentLabelEnum } from './brand/SentimentAudit';
import { RangeInput, rangeOf } from './metrics/MetricQueryInput';

const STATEMENTS = 60;

/** What people say of mentions, and what it tells of the machine. */
@Resolver(() => Brand)
export class SentimentAuditResolver {
  @Cost({ own: STATEMENTS })
  @FieldResolver(() => SentimentAudit, {
    description:
      "How far the brand's sentiment over a range can be trusted, and the shares that follow once the machine's known mistakes are taken out.",
  })
  sentimentAudit(
    @Root() brand: Brand,
    @Arg('range', () => RangeInput) range: RangeInput,
    @Ctx() context: GraphContext,
  ): Promise<SentimentAudit> {
    return context.read(async (session, asker) => {
      const audit = await auditSentiment(session, brand.key, rangeOf(range), asker);
      return { ...audit, matrix: audit.matrix.map((row) => [...row]) };
    });
  }

  @Permit('analyst')
  @Mutation(() => Boolean, {
    description: 'Says how a mention speaks of a brand: that holds from now on, before what the source or a model says.',
  })
  async labelMention(
    @Arg('source', () => String, { description: 'Key of the source that brought it.' }) source: string,
    @Arg('post', () => String, { description: 'What the source calls the post.' }) post: string,
    @Arg('brand', () => String, { description: 'Key of the brand.' }) brand: string,
    @Arg('sentiment', () => SentimentLabelEnum) sentiment: Mood,
    @Arg('audited', () => Boolean, {
      defaultValue: false,
      description: 'Whether the mention came from a sample drawn at random: only such labels tell how often the machine errs.',
    })
    isAudited: boolean,
    @Ctx() context: GraphContext,
  ): Promise<boolean> {
    await context.write((session) =>
      labelMention(session, { source, post, brand, label: sentiment, labeller: context.caller.name, isAudited }),
    );
    return true;
  }
}
