import type { AdDayRow } from './ad-days';
import type { Ad } from './campaigns';
import { idOf } from './dice';
import { partsOfRow } from './parts-of-row';

/** A keyword of an ad group of a search campaign. */
export interface Keyword {
  readonly id: string;
  readonly text: string;
  readonly matchType: 'EXACT' | 'PHRASE';
}

/** A share of a row: what one keyword, or one search term behind it, brought. */
export type KeywordRow = AdDayRow & { readonly keyword: Keyword; readonly term: string };

/** The keywords of an ad's group and the terms that people type, with the part of the group's traffic that each has. */
function sharesOf(ad: Ad): readonly { keyword: Keyword; term: string; share: number }[] {
  const text = ad.groupName.toLowerCase();
  const keyword = (matchType: Keyword['matchType']): Keyword => ({ id: idOf(`${ad.groupId}/${matchType}`, 12), text, matchType });
  return [
    { keyword: keyword('EXACT'), term: text, share: 0.6 },
    { keyword: keyword('PHRASE'), term: `best ${text}`, share: 0.25 },
    { keyword: keyword('PHRASE'), term: `${text} near me`, share: 0.15 },
  ];
}

/** A search campaign's row split by keyword and term; the parts add up to the row. Other campaigns have no keywords. */
export function byKeyword(row: AdDayRow): KeywordRow[] {
  if (row.campaign.kind.channel !== 'SEARCH') return [];
  const shares = sharesOf(row.ad);
  const parts = partsOfRow(
    row,
    shares.map(({ share }) => share),
  );
  return parts.map((part, i) => ({ ...part, keyword: shares[i]!.keyword, term: shares[i]!.term }));
}
