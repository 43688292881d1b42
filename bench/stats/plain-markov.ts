import type { Journey } from '../../src/stats/attribution/journey';

/**
 * Attribution by removal as textbooks and notebooks write it: paths are texts, transitions are counted in objects of objects, the matrix of
 * probabilities is made of them, and for every channel removed the system is solved anew by elimination. Credits are of conversions alone.
 */
export class PlainMarkov {
  private readonly counts: Record<string, Record<string, number>> = {};
  private conversions = 0;

  constructor(private readonly channels: number) {}

  add({ channels, conversions }: Journey): void {
    const path = ['start', ...channels.map(String), conversions > 0 ? 'conversion' : 'null'];
    for (let at = 1; at < path.length; at += 1) {
      const from = path[at - 1]!;
      this.counts[from] ??= {};
      const row = this.counts[from];
      row[path[at]!] = (row[path[at]!] ?? 0) + 1;
    }
    this.conversions += conversions;
  }

  credits(): number[] {
    const base = this.chance(null);
    const effects = Array.from({ length: this.channels }, (_, channel) => 1 - this.chance(String(channel)) / base);
    const sum = effects.reduce((total, effect) => total + effect, 0);
    return effects.map((effect) => (this.conversions * effect) / sum);
  }

  private chance(removed: string | null): number {
    const states = Object.keys(this.counts).filter((state) => state !== removed);
    const system = states.map((from) => {
      const row = this.counts[from]!;
      const all = Object.values(row).reduce((sum, count) => sum + count, 0);
      const stays = states.map((to) => (from === to ? 1 : 0) - (row[to] ?? 0) / all);
      return [...stays, (row.conversion ?? 0) / all];
    });
    return solved(system)[states.indexOf('start')]!;
  }
}

/** Gauss and Jordan's elimination with partial pivoting; the last column is the right side. */
function solved(system: number[][]): number[] {
  for (let column = 0; column < system.length; column += 1) {
    let best = column;
    for (let row = column; row < system.length; row += 1)
      if (Math.abs(system[row]![column]!) > Math.abs(system[best]![column]!)) best = row;
    [system[column], system[best]] = [system[best]!, system[column]!];
    const pivot = system[column]![column]!;
    for (let row = 0; row < system.length; row += 1) {
      if (row === column) continue;
      const factor = system[row]![column]! / pivot;
      for (let at = column; at <= system.length; at += 1) system[row]![at]! -= factor * system[column]![at]!;
    }
  }
  return system.map((row, at) => row.at(-1)! / row[at]!);
}
