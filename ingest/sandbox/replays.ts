import type { Answer, Call } from './platform';

const CURSORS = ['after', 'max_id', 'min_id', 'since_id'];
const CURSOR_IN_BODY = /"(pageToken|after)"\s*:\s*"[^"]*"/;

/** Remembers each platform's last page of every question, so that a page can be sent a second time. */
export class Replays {
  private readonly pages = new Map<string, Answer>();

  /** The page before the one that this request asks for; null when it asks for a first page. */
  before(call: Call): Answer | null {
    const goesOn = CURSORS.some((name) => call.query.has(name)) || CURSOR_IN_BODY.test(call.body);
    return goesOn ? (this.pages.get(questionOf(call)) ?? null) : null;
  }

  remember(call: Call, answer: Answer): void {
    if (answer.status === 200) this.pages.set(questionOf(call), answer);
  }
}

/** The request without its place in the pages. */
function questionOf(call: Call): string {
  const query = [...call.query].filter(([name]) => !CURSORS.includes(name));
  // A first page may name its cursor null or not at all; commas are dropped so that both leave the same text.
  const body = call.body.replace(/"(pageToken|after)"\s*:\s*("[^"]*"|null)/, '').replaceAll(',', '');
  return `${call.base}${call.path}?${new URLSearchParams(query)}\n${body}`;
}
