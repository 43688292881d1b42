import { type DayRange, isDay } from '../lib/day';
import { BadQuestion } from './BadQuestion';
import { oneOf } from './one-of';
import type { Question, Window } from './question';
import { metricOf } from './registry';

/** The most periods of a moving window, and values of a top. */
const MAX_MOVING = 366;
const MAX_TOP = 100;

/** Checks what a question asks beside the plain rows: tops, bounds, windows, calendars, alignments. */
export function checkExtras(question: Question, range: DayRange): void {
  question.having?.forEach(({ metric, op, value }, i) => {
    oneOf(`having[${i}].metric`, [metric], question.select, 'one of the selected metrics');
    oneOf(`having[${i}].op`, [op], ['GT', 'GTE', 'LT', 'LTE']);
    if (!Number.isFinite(value)) throw new BadQuestion(`having[${i}].value`, value, 'a number');
  });
  if (question.fill) oneOf('fill', [question.fill], ['NONE', 'NULL', 'ZERO']);
  if (question.fill && question.fill !== 'NONE' && !question.grain)
    throw new BadQuestion('fill', question.fill, 'a grain whose periods are filled');
  checkTop(question);
  if (question.window) checkWindow(question.window, question);
  checkCalendar(question);
  checkAlignment(question, range);
  checkNowcast(question);
  checkAnomalies(question);
}

function checkNowcast({ nowcast, window, top, calendar, asOf }: Question): void {
  const beside = Object.entries({ window, top, calendar, asOf }).find(([, value]) => value !== undefined);
  if (nowcast && beside) throw new BadQuestion('nowcast', true, `no ${beside[0]} beside it`);
}

function checkAnomalies({ anomalies, grain, window, calendar }: Question): void {
  if (!anomalies) return;
  if (grain !== 'DAY' && grain !== 'WEEK') throw new BadQuestion('anomalies', true, 'the grain DAY or WEEK, whose periods are judged');
  const beside = Object.entries({ window, calendar }).find(([, value]) => value !== undefined);
  if (beside) throw new BadQuestion('anomalies', true, `no ${beside[0]} beside it`);
}

function checkTop({ top, by }: Question): void {
  if (!top) return;
  oneOf('top.dimension', [top.dimension], by, 'one of the dimensions in by');
  metricOf(top.metric, 'top.metric');
  if (!Number.isInteger(top.first) || top.first < 1 || top.first > MAX_TOP)
    throw new BadQuestion('top.first', top.first, `a whole number from 1 to ${MAX_TOP}`);
}

function checkWindow(window: Window, { grain, compare, calendar }: Question): void {
  const { moving, toDate, cumulative } = window;
  if ([moving !== undefined, toDate !== undefined, cumulative === true].filter(Boolean).length !== 1)
    throw new BadQuestion('window', window, 'one of moving, toDate and cumulative');
  if (!grain) throw new BadQuestion('window', window, 'a grain, whose periods the windows end with');
  if (moving !== undefined && (!Number.isInteger(moving) || moving < 1 || moving > MAX_MOVING))
    throw new BadQuestion('window.moving', moving, `a whole number from 1 to ${MAX_MOVING}`);
  if (toDate !== undefined) oneOf('window.toDate', [toDate], ['WEEK', 'MONTH', 'QUARTER', 'YEAR']);
  if (compare === 'TARGET')
    throw new BadQuestion('compare', compare, 'PREVIOUS_PERIOD or PREVIOUS_YEAR: targets are for periods, not for windows');
  if (calendar) throw new BadQuestion('window', window, 'no calendar of weeks beside it');
}

function checkCalendar({ calendar, grain, compare }: Question): void {
  if (!calendar) return;
  oneOf('calendar.pattern', [calendar.pattern], ['4-4-5', '4-5-4', '5-4-4']);
  if (!isDay(calendar.start)) throw new BadQuestion('calendar.start', calendar.start, 'a calendar day, YYYY-MM-DD');
  if (!grain || grain === 'DAY' || grain === 'WEEK') throw new BadQuestion('calendar', calendar, 'the grain MONTH, QUARTER or YEAR');
  if (compare === 'TARGET')
    throw new BadQuestion('compare', compare, 'PREVIOUS_PERIOD or PREVIOUS_YEAR: plans have the months of the calendar');
}

function checkAlignment({ alignment, compare, grain, calendar }: Question, range: DayRange): void {
  if (!alignment || alignment === 'DATE') return;
  oneOf('alignment', [alignment], ['DATE', 'WEEKDAY', 'ISO_WEEK', 'LUNAR_NEW_YEAR']);
  if (compare !== 'PREVIOUS_YEAR') throw new BadQuestion('alignment', alignment, 'a comparison with PREVIOUS_YEAR');
  if (calendar) throw new BadQuestion('alignment', alignment, 'no calendar of weeks beside it');
  const grains: (string | undefined)[] = {
    WEEKDAY: [undefined, 'DAY', 'WEEK'],
    ISO_WEEK: ['WEEK', 'DAY'],
    LUNAR_NEW_YEAR: [undefined, 'DAY'],
  }[alignment];
  if (!grains.includes(grain))
    throw new BadQuestion('alignment', alignment, `with it the grain ${grains.map((each) => each ?? 'none').join(' or ')}`);
  const [first, last] = [Number(range.from.slice(0, 4)), Number(range.to.slice(0, 4))];
  if (alignment === 'LUNAR_NEW_YEAR' && (first < 2001 || last > 2050))
    throw new BadQuestion('range', `${range.from} to ${range.to}`, 'days from 2001 to 2050: of no others the festival is known');
}
