import { simplifiedCode } from './han-forms';

const ASIDE = /https?:\/\/\S+|www\.\S+|pic\.twitter\S+/g;
const NAMED = /@[\p{L}\p{N}_]+/gu;
const STRETCHED = /(.)\1{2,}/gu;

/** A text for comparing: compatibility forms to plain ones, lower case, traditional characters to simplified, addresses and names taken out, runs of one sign cut to two. */
export function foldText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  return simplifiedText(plain.replace(ASIDE, ' ').replace(NAMED, '@').replace(/[`’]/g, "'").replace(STRETCHED, '$1$1'));
}

/** A text with its traditional characters replaced by simplified ones, one for one. */
export function simplifiedText(text: string): string {
  let folded = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x3400) continue;
    const simple = simplifiedCode(code);
    if (simple === code) continue;
    folded += text.slice(from, at) + String.fromCharCode(simple);
    from = at + 1;
  }
  return from === 0 ? text : folded + text.slice(from);
}
