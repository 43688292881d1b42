import type { Answer, Call, Platform } from './platform';

/** Remembers each platform's last page of every question, so that a page can be sent a second time. */
export class Replays {
  private readonly pages = new Map<string, Answer>();

  /** The page before the one that this request asks for; null when it asks for a first page. */
  before({ paging = [] }: Platform, call: Call): Answer | null {
    const { question, places } = apart(call, paging);
    return places.every(isFirst) ? null : (this.pages.get(question) ?? null);
  }

  remember({ paging = [] }: Platform, call: Call, answer: Answer): void {
    if (answer.status === 200) this.pages.set(apart(call, paging).question, answer);
  }
}

/** A first page names its place as none, as 0 or as 1, or not at all. */
function isFirst(place: unknown): boolean {
  return place === null || ['', '0', '1'].includes(String(place));
}

/** A request's question without its place in the pages, and that place. */
function apart(call: Call, paging: readonly string[]): { question: string; places: unknown[] } {
  const places: unknown[] = [];
  const query = [...call.query].filter(([name, value]) => !paging.includes(name) || places.push(value) === 0);
  const body = bodyWithout(call.body, paging, places);
  return { question: `${call.base}${call.path}?${new URLSearchParams(query)}\n${body}`, places };
}

function bodyWithout(body: string, paging: readonly string[], places: unknown[]): string {
  if (body === '') return '';
  try {
    return JSON.stringify(
      JSON.parse(body, (name, value) => {
        if (!paging.includes(name)) return value;
        places.push(value);
        return undefined;
      }),
    );
  } catch {
    const form = new URLSearchParams(body);
    for (const name of paging) {
      if (form.has(name)) places.push(form.get(name));
      form.delete(name);
    }
    return form.toString();
  }
}
