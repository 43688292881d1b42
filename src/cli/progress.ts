import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** Bars for long work, one a name. On anything but a terminal a line is written at the start and the end of each instead. */
export class Progress {
  private readonly multi: MultiBar | null;
  private readonly bars = new Map<string, SingleBar>();

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {
    const format = '{name} [{bar}] {percentage}%  {note}';
    this.multi = out.isTTY ? new MultiBar({ format, stream: out, hideCursor: true, clearOnComplete: false }, Presets.shades_grey) : null;
  }

  /** Shows that `name` stands at `fraction` (0 to 1). */
  set(name: string, fraction: number, note = ''): void {
    if (!this.multi) {
      this.say(name, fraction, note);
      return;
    }
    const bar = this.bars.get(name) ?? this.multi.create(1000, 0, { name: name.padEnd(28), note });
    this.bars.set(name, bar);
    bar.update(Math.round(fraction * 1000), { note });
  }

  stop(): void {
    this.multi?.stop();
  }

  private readonly said = new Map<string, boolean>();

  private say(name: string, fraction: number, note: string): void {
    const done = fraction >= 1;
    if (this.said.get(name) === done || this.said.get(name) === true) return;
    this.said.set(name, done);
    this.out.write(`${name}: ${done ? 'done' : 'begun'} ${note}\n`);
  }
}
