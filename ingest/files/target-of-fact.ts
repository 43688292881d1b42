import { type FactClass, type FactColumn, factOf } from '../../entities/facts/fact';
import { KEY_WORDS } from '../fact-values';
import type { TargetColumn, TargetShape } from './target-shape';

/** The parts of a campaign that a file may tell; the name falls back to the key. */
const CAMPAIGN_FIELDS = [
  { name: 'key', required: true },
  { name: 'name', required: false },
  { name: 'platform', required: true },
  { name: 'channel', required: true },
  { name: 'brand', required: false },
];

/**
 * The shape of a fact for a mapping: its day, then its declared columns. The day, links and keys of a few words are required; another text key
 * that a file does not tell is `''` ("not broken down"), as in the fact's table. Throws a TypeError when the class is no fact.
 */
export function targetOfFact(fact: FactClass): TargetShape {
  const { name, columns } = factOf(fact);
  return { name, columns: [{ name: 'day', kind: 'day', required: true }, ...columns.map(targetColumn)] };
}

function targetColumn({ property, kind, role }: FactColumn): TargetColumn {
  if (kind === 'campaign') return { name: property, kind: 'link', required: role === 'key', fields: CAMPAIGN_FIELDS };
  if (kind === 'brand') return { name: property, kind: 'text', required: role === 'key' };
  if (kind === 'text' && role === 'key' && !(property in KEY_WORDS)) return { name: property, kind, required: false, default: '' };
  return { name: property, kind, required: role === 'key' };
}
