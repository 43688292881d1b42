const VERBATIM = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const;

/** XML without its comments and CDATA sections, so that what is left is markup; in one pass, for a hostile text must not take long. An unclosed one ends the text. */
export function withoutVerbatim(xml: string): string {
  const kept: string[] = [];
  for (let at = 0; at < xml.length; ) {
    const start = xml.indexOf('<!', at);
    if (start < 0) return kept.join('') + xml.slice(at);
    const [open, close] = VERBATIM.find(([mark]) => xml.startsWith(mark, start)) ?? ['<!', ''];
    kept.push(xml.slice(at, close === '' ? start + open.length : start));
    const end = xml.indexOf(close, start + open.length);
    if (end < 0) break;
    at = end + close.length;
  }
  return kept.join('');
}
