// biome-ignore lint/suspicious/noExplicitAny: a raw record has the form that its platform gave it.
type Raw = any;

/** The number that a platform's raw record and the fact's row made of it have in common, as each says it; feeds have none, but a link. */
export function rawSays(sourceKey: string, raw: Raw, row: Raw): [told: unknown, stored: unknown] {
  if (sourceKey.startsWith('google-ads')) return [BigInt(raw.metrics.costMicros), millionths(row.spend)];
  if (sourceKey.startsWith('meta-ads')) return [millionths(raw.spend), millionths(row.spend)];
  if (sourceKey.startsWith('search-console')) return [raw.clicks, row.clicks];
  if (sourceKey.startsWith('shopify'))
    return [raw.lineItems.nodes.find(({ id }: Raw) => id.endsWith(`/${row.line}`))?.quantity, row.quantity];
  if (sourceKey === 'mastodon') return [raw.replies_count + raw.reblogs_count + raw.favourites_count, row.engagements];
  if (sourceKey === 'feeds') return [raw.link, row.url];
  throw new RangeError(`${sourceKey}: no raw record of it is known`);
}

/** Decimal text with at most six places, exactly. */
function millionths(text: string): bigint {
  const [whole, places = ''] = text.split('.');
  return BigInt(`${whole}${places.padEnd(6, '0')}`);
}
