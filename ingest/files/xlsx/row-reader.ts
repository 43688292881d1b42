import type { TableRow } from '../table-row';
import { columnOf, lettersOf } from './cell-address';
import { type Cell, cellText } from './cell-text';
import type { XmlHandlers } from './read-xml';
import { StringItem } from './string-item';
import type { CellContext } from './workbook';

/** Makes rows of what a parser tells of a sheet's XML. Throws a RangeError that begins with `place` when rows or cells are out of order. */
export class RowReader implements XmlHandlers {
  /** The number of the row being read, or of the last one. */
  line = 0;
  private rows: TableRow[] = [];
  private inRows = false;
  private cells: string[] = [];
  private refused: { text: string; reason: string } | undefined;
  private hasValues = false;
  private cell: Cell | undefined;
  private inValue = false;
  private readonly item = new StringItem();

  constructor(
    private readonly place: string,
    private readonly context: CellContext,
  ) {}

  /** The rows that hold anything and were finished since the last call. */
  takeRows(): TableRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'sheetData') this.inRows = true;
    else if (!this.inRows) return;
    else if (name === 'row') this.openRow(attributes.r);
    else if (name === 'c') this.openCell(attributes);
    else if (!this.cell) return;
    else if (name === 'f') this.cell.hasFormula = true;
    else if (name === 'v') this.openValue(this.cell);
    else this.item.open(name);
  }

  text(text: string): void {
    if (!this.cell) return;
    if (this.inValue) this.cell.value += text;
    else this.item.add(text);
  }

  close(name: string): void {
    if (name === 'sheetData') this.inRows = false;
    else if (!this.inRows) return;
    else if (name === 'row') this.closeRow();
    else if (!this.cell) return;
    else if (name === 'c') this.closeCell(this.cell);
    else if (name === 'v') this.inValue = false;
    else if (name === 'is') this.cell.inline = this.item.take();
    else this.item.close(name);
  }

  private openRow(number = String(this.line + 1)): void {
    const line = Number(number);
    if (!Number.isInteger(line) || line <= this.line) throw new RangeError(`${this.place}: row "${number}" follows row ${this.line}`);
    this.line = line;
    this.cells = [];
    this.refused = undefined;
    this.hasValues = false;
  }

  private openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.cells.length + 1 : columnOf(r);
    if (column === null) throw new RangeError(`${this.place}: "${r}" is no address of a cell`);
    const address = `${lettersOf(column)}${this.line}`;
    if (column <= this.cells.length) throw new RangeError(`${this.place}: cell ${address} does not follow the one before it`);
    while (this.cells.length < column - 1) this.cells.push('');
    this.cell = { address, type: t, format: Number(s), hasFormula: false, value: undefined, inline: undefined };
  }

  private openValue(cell: Cell): void {
    cell.value = '';
    this.inValue = true;
  }

  private closeCell(cell: Cell): void {
    this.cell = undefined;
    const text = cellText(cell, this.context);
    this.cells.push(typeof text === 'string' ? text : '');
    if (typeof text !== 'string') this.refused ??= { text: cell.value ?? '', ...text };
    this.hasValues ||= cell.value !== undefined || cell.inline !== undefined || cell.hasFormula;
  }

  private closeRow(): void {
    if (!this.hasValues) return;
    this.rows.push(this.refused ? { line: this.line, ...this.refused } : { line: this.line, cells: this.cells });
  }
}
