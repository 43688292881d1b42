import { AdDay } from './AdDay';
import { EmailSend } from './EmailSend';
import { FxDay } from './FxDay';
import type { FactClass } from './fact';
import { LiveSession } from './LiveSession';
import { Mention } from './Mention';
import { OrderLine } from './OrderLine';
import { SearchDay } from './SearchDay';
import { SocialDay } from './SocialDay';
import { SurveyAnswer } from './SurveyAnswer';
import { WebDay } from './WebDay';

/** Every fact of the hub, by name. */
export const FACTS: Readonly<Record<string, FactClass>> = {
  AdDay,
  EmailSend,
  FxDay,
  LiveSession,
  Mention,
  OrderLine,
  SearchDay,
  SocialDay,
  SurveyAnswer,
  WebDay,
};
