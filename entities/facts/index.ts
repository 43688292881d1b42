import { AdDay } from './AdDay';
import { AdLevelDay } from './AdLevelDay';
import { AdSplitDay } from './AdSplitDay';
import { AnswerRun } from './AnswerRun';
import { CreatorPost } from './CreatorPost';
import { CustomerMonth } from './CustomerMonth';
import { EmailSend } from './EmailSend';
import { ExperimentUnit } from './ExperimentUnit';
import { FxDay } from './FxDay';
import { type FactClass, factOf } from './fact';
import { LiftTest } from './LiftTest';
import { LiveMinute } from './LiveMinute';
import { LiveProduct } from './LiveProduct';
import { LiveSession } from './LiveSession';
import { MarketDay } from './MarketDay';
import { Mention } from './Mention';
import { OrderCredit } from './OrderCredit';
import { OrderLine } from './OrderLine';
import { SearchDay } from './SearchDay';
import { SettlementLine } from './SettlementLine';
import { SocialDay } from './SocialDay';
import { SurveyAnswer } from './SurveyAnswer';
import { Touch } from './Touch';
import { VariantDay } from './VariantDay';
import { WebDay } from './WebDay';

/** Every fact of the hub, by name. */
export const FACTS: Readonly<Record<string, FactClass>> = {
  AdDay,
  AdLevelDay,
  AdSplitDay,
  AnswerRun,
  CreatorPost,
  CustomerMonth,
  EmailSend,
  ExperimentUnit,
  FxDay,
  LiftTest,
  LiveMinute,
  LiveProduct,
  LiveSession,
  MarketDay,
  Mention,
  OrderCredit,
  OrderLine,
  SearchDay,
  SettlementLine,
  SocialDay,
  SurveyAnswer,
  Touch,
  VariantDay,
  WebDay,
};

/** The facts that sources and files bring, by name: those that the hub works out from them are left out. */
export const BROUGHT_FACTS: Readonly<Record<string, FactClass>> = Object.fromEntries(
  Object.entries(FACTS).filter(([, fact]) => !factOf(fact).isWorkedOut),
);
