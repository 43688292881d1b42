import { type Json, parseJson } from '../src/lib/lossless-json';
import type { Page } from './connector';
import { Retriable } from './errors';

/** A Page over bytes that came, or that lay in the database. */
export function pageOf(answer: Pick<Page, 'request' | 'status' | 'headers' | 'body'>): Page {
  let parsed: { json: Json } | undefined;
  const text = () => answer.body.toString('utf8');
  return {
    ...answer,
    text,
    json() {
      parsed ??= { json: parsePage(text(), answer.request.url) };
      return parsed.json;
    },
  };
}

function parsePage(text: string, url: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw new Retriable(`${url}: the answer is no JSON (${(error as Error).message}); it begins with "${text.slice(0, 60)}"`);
  }
}
