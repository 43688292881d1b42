import { dateText, durationText } from './days-text';
import { numberText } from './number-text';
import { unescaped } from './string-item';
import type { CellContext } from './workbook';

/** A cell as the sheet's XML holds it. */
export interface Cell {
  /** `A1` and the like. */
  address: string;
  /** `n` number, `s` shared string, `inlineStr`, `str` result of a formula, `b` flag, `e` error, `d` ISO day. */
  type: string;
  /** The index of its format. */
  format: number;
  hasFormula: boolean;
  /** The text of its value; undefined when it has none. */
  value: string | undefined;
  /** The text written in the cell itself; undefined when it has none. */
  inline: string | undefined;
}

/** Why a cell has no text that could be relied on. */
export interface Refusal {
  readonly reason: string;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * The text of a cell: numbers as their shortest exact decimal text, days and times in ISO form, flags as `true` and `false`, formulas as their last
 * result, errors as they are shown. Refused are whole numbers that a number cell does not keep exactly, and formulas that were never calculated.
 */
export function cellText(cell: Readonly<Cell>, context: CellContext): string | Refusal {
  const { type, value, inline, address } = cell;
  if (inline !== undefined) return inline;
  if (value === undefined || value === '') return cell.hasFormula && type === 'n' ? uncalculated(address) : '';
  if (type === 's')
    return (
      context.strings[Number(value)] ?? {
        reason: `cell ${address} names shared string ${value}; the workbook has ${context.strings.length}`,
      }
    );
  if (type === 'n') return NUMBER.test(value) ? numericText(cell, value, context) : value;
  if (type === 'b') return value === '1' || value === 'true' ? 'true' : 'false';
  if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$|Z$/, '');
  return type === 'e' ? value : unescaped(value);
}

function uncalculated(address: string): Refusal {
  return { reason: `cell ${address} holds a formula without its result; save the workbook in a program that calculates it` };
}

function numericText({ address, format }: Readonly<Cell>, text: string, { kinds, from1904 }: CellContext): string | Refusal {
  const value = Number(text);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return { reason: `cell ${address} holds ${text}, more digits than a number cell keeps exactly; store it as text` };
  }
  const kind = kinds[format] ?? 'number';
  if (kind === 'duration') return durationText(value);
  return (kind === 'date' ? dateText(value, from1904) : null) ?? numberText(value);
}
