import { AdDay } from './AdDay.js';
import { EmailSend } from './EmailSend.js';
import { FxDay } from './FxDay.js';
import type { FactClass } from './fact.js';
import { LiveSession } from './LiveSession.js';
import { Mention } from './Mention.js';
import { OrderLine } from './OrderLine.js';
import { SearchDay } from './SearchDay.js';
import { SocialDay } from './SocialDay.js';
import { SurveyAnswer } from './SurveyAnswer.js';
import { WebDay } from './WebDay.js';

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
