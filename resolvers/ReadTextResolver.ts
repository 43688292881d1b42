import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { BadQuestion } from '../src/metrics/BadQuestion';
import { explainText } from '../src/metrics/mention-readings/explain-text';
import { ReadText } from './brand/ReadText';

const LONGEST = 10_000;

/** How texts are read. */
@Resolver(() => ReadText)
export class ReadTextResolver {
  @Permit('viewer')
  @Query(() => ReadText, {
    description: 'How a mention with this text would be read in the workspace: language, brands, sentiment and the words that weighed.',
  })
  readText(@Arg('text', () => String) text: string, @Ctx() context: GraphContext): Promise<ReadText> {
    if (text.length > LONGEST) throw new BadQuestion('text', `${text.slice(0, 40)}…`, `at most ${LONGEST} characters`);
    return context.read(async (session) => {
      const { written, judgement, words, topics, spamSigns, brands } = await explainText(session, text);
      const { label: sentiment, score, confidence, model } = judgement;
      return {
        written,
        sentiment,
        score,
        confidence,
        model,
        words: [...words],
        topics: [...topics],
        spamSigns: [...spamSigns],
        brands: [...brands],
      };
    });
  }
}
