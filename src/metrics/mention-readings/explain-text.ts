import type { Session } from '../../database/session';
import { matchBrands } from '../../text/match-brands';
import type { Judgement, WeighedWord } from '../../text/sentiment-model';
import { modelFor } from '../../text/sentiment-models';
import { spamOf } from '../../text/spam';
import { topicsOf } from '../../text/topics';
import { type Written, writtenLanguage } from '../../text/written-language';
import { brandNames } from './brand-names';
import { workspaceModels } from './workspace-models';

/** How a text is read, and why. */
export interface ExplainedText {
  readonly written: Written | null;
  readonly judgement: Judgement;
  readonly words: readonly WeighedWord[];
  readonly topics: readonly string[];
  readonly spamSigns: readonly string[];
  /** Keys of the brands that it names. */
  readonly brands: readonly string[];
}

const MOST_WORDS = 8;

/** Reads a text as a mention of it would be read in the workspace, and says why. */
export async function explainText(session: Session, text: string): Promise<ExplainedText> {
  const written = writtenLanguage(text);
  const model = modelFor(await workspaceModels(session), written);
  return {
    written,
    judgement: model.judgeOne({ text, written }),
    words: model.explain({ text, written }, MOST_WORDS),
    topics: topicsOf(text).map(({ topic }) => topic),
    spamSigns: spamOf(text).signs,
    brands: matchBrands(text, await brandNames(session)),
  };
}
