/**
 * Gathers the text of a string item (`si` in the shared strings, `is` in a cell): its plain text, or that of its runs one after the other, without
 * the phonetic guides (`rPh`) that East Asian workbooks keep beside them.
 */
export class StringItem {
  private parts = '';
  private inText = false;
  private inGuide = false;

  open(name: string): void {
    if (name === 'rPh') this.inGuide = true;
    else if (name === 't') this.inText = !this.inGuide;
  }

  add(text: string): void {
    if (this.inText) this.parts += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.inGuide = false;
    else if (name === 't') this.inText = false;
  }

  /** The text so far; the next item begins empty. */
  take(): string {
    const text = unescaped(this.parts);
    this.parts = '';
    return text;
  }
}

/** The text behind `_x000D_` and the like, by which workbooks write characters that XML has no place for. */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}
