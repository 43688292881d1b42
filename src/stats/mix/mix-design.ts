import { type CarryOver, carriedOver } from './adstock';
import { hill } from './hill';
import { type ChannelShape, hasHoliday, type MixInput, type MixPanel } from './mix-input';

/** The periods of the year that seasons are made of: sine and cosine of each. */
const HARMONICS = 3;
const YEAR_DAYS = 365.25;

/** A column of the model: its values by row; media cannot work backwards. */
export interface MixColumn {
  readonly name: string;
  readonly kind: 'media' | 'trend' | 'season' | 'holiday' | 'control';
  values: Float64Array;
}

/**
 * The rows and columns of a mix model: a row for each week and panel, the panels of a week together, so that the weeks up to an origin are the first rows.
 * Each panel's outcome and media are divided by its size.
 */
export class MixDesign {
  readonly columns: MixColumn[];
  readonly outcome: Float64Array;
  readonly rows: number;
  /** By channel: the largest media that carry over had in any panel under its present shape. */
  readonly largest: number[] = [];
  private readonly carriedSoFar = new Map<CarryOver, number[][][]>();

  constructor(
    readonly input: MixInput,
    shapes: readonly ChannelShape[],
  ) {
    const { panels, weeks, channels, controls, holidays = [] } = input;
    this.rows = weeks.length * panels.length;
    this.outcome = this.fill((panel, week) => panel.outcome[week]! / panel.size);
    const column = (name: string, kind: MixColumn['kind'], value: (panel: MixPanel, week: number) => number): MixColumn => ({
      name,
      kind,
      values: this.fill(value),
    });
    this.columns = [
      ...channels.map((name): MixColumn => ({ name, kind: 'media', values: new Float64Array(this.rows) })),
      column('trend', 'trend', (_, week) => week / weeks.length),
      ...Array.from({ length: HARMONICS }, (_, harmonic) => {
        const turn = (week: number) => (2 * Math.PI * (harmonic + 1) * weeks[week]!) / YEAR_DAYS;
        return [
          column(`sine ${harmonic + 1}`, 'season', (_, week) => Math.sin(turn(week))),
          column(`cosine ${harmonic + 1}`, 'season', (_, week) => Math.cos(turn(week))),
        ];
      }).flat(),
      ...holidays.map((holiday) =>
        column(holiday.name, 'holiday', (panel, week) => (hasHoliday(holiday, panel) ? holiday.weeks[week]! : 0)),
      ),
      ...controls.map((name, at) => column(name, 'control', (panel, week) => panel.controls[at]![week]!)),
    ];
    for (const [channel, shape] of shapes.entries()) this.columns[channel]!.values = this.worked(channel, shape);
  }

  /** What a channel's media come to under a shape, by row, 0 to 1; `scale` multiplies the media of some weeks, or all. The half-point stays where it is. */
  worked(channel: number, shape: ChannelShape, scale?: (week: number) => number): Float64Array {
    const { panels } = this.input;
    const plain = this.seen(channel, shape);
    const largest = plain.reduce((most, series) => series.reduce((high, value) => Math.max(high, value), most), 0);
    this.largest[channel] = largest;
    if (largest === 0) return new Float64Array(this.rows);
    const seen = scale ? this.carried(channel, shape, scale) : plain;
    const values = new Float64Array(this.rows);
    for (let row = 0; row < this.rows; row += 1) {
      const value = seen[row % panels.length]![Math.floor(row / panels.length)]!;
      values[row] = hill(value / largest, shape.slope, shape.half);
    }
    return values;
  }

  /** What carries over, kept: many shapes share one. */
  private seen(channel: number, shape: ChannelShape): number[][] {
    const known = this.carriedSoFar.get(shape.carryOver) ?? [];
    this.carriedSoFar.set(shape.carryOver, known);
    known[channel] ??= this.carried(channel, shape, () => 1);
    return known[channel];
  }

  private carried(channel: number, { carryOver }: ChannelShape, scale: (week: number) => number): number[][] {
    return this.input.panels.map(({ media, size }) =>
      carriedOver(
        media[channel]!.map((value, week) => (scale(week) * value) / size),
        carryOver,
      ),
    );
  }

  private fill(value: (panel: MixPanel, week: number) => number): Float64Array {
    const { panels } = this.input;
    return Float64Array.from({ length: this.rows }, (_, row) => value(panels[row % panels.length]!, Math.floor(row / panels.length)));
  }
}
