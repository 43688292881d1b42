import { AdDay } from './AdDay';
import { AdLevelDay } from './AdLevelDay';
import { AdSplitDay } from './AdSplitDay';
import { CreatorPost } from './CreatorPost';
import { EmailSend } from './EmailSend';
import { ExperimentUnit } from './ExperimentUnit';
import { FxDay } from './FxDay';
import type { FactClass } from './fact';
import { LiftTest } from './LiftTest';
import { LiveMinute } from './LiveMinute';
import { LiveProduct } from './LiveProduct';
import { LiveSession } from './LiveSession';
import { MarketDay } from './MarketDay';
import { Mention } from './Mention';
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
  CreatorPost,
  EmailSend,
  ExperimentUnit,
  FxDay,
  LiftTest,
  LiveMinute,
  LiveProduct,
  LiveSession,
  MarketDay,
  Mention,
  OrderLine,
  SearchDay,
  SettlementLine,
  SocialDay,
  SurveyAnswer,
  Touch,
  VariantDay,
  WebDay,
};
