import { hideSecrets } from '../../ingest/hide-secrets';
import { exchange } from '../../ingest/http';
import { Network } from '../../ingest/network';
import type { DestinationSecrets } from '../alerts/destinations';
import type { Telling } from './request-of';

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;
const LONGEST_REASON = 500;

/**
 * Tells it; null when the receiver took it, else why it did not, without anything secret. Addresses are checked as those of sources are: only public ones,
 * and those that the destination's private hosts name.
 */
export async function sendTelling(telling: Telling, secrets: DestinationSecrets, privateHosts: readonly string[]): Promise<string | null> {
  const network = new Network(privateHosts);
  const { url, told, headers, body } = telling;
  try {
    const request = { method: 'POST' as const, headers, body };
    const page = await exchange(
      { ...request, url: told },
      { network, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, signed: { ...request, url } },
    );
    if (page.status < 200 || page.status > 299) return hidden(`${told}: status ${page.status}: ${page.text()}`, secrets);
    const refused = refusalIn(page.text());
    return refused === null ? null : hidden(`${told}: refused: ${refused}`, secrets);
  } catch (error) {
    return hidden((error as Error).message, secrets);
  } finally {
    await network.close();
  }
}

/** Bots answer 200 whatever becomes of a message, with a code that is 0 when it was taken: `code` Feishu's, `errcode` DingTalk's and WeCom's. */
function refusalIn(text: string): string | null {
  const answer = parsed(text);
  const code = answer?.errcode ?? answer?.code ?? 0;
  return typeof code === 'number' && code !== 0 ? `${code} ${String(answer?.errmsg ?? answer?.msg ?? '')}` : null;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null; // Slack says "ok", others nothing at all.
  }
}

/** A receiver may repeat what it was sent. */
function hidden(text: string, { url, secret }: DestinationSecrets): string {
  const { pathname, search, searchParams } = new URL(url);
  const parts = [url, `${pathname}${search}`, ...pathname.split('/'), ...searchParams.values(), secret ?? ''].filter(
    (part) => part.length >= 6,
  );
  const named = Object.fromEntries(parts.sort((a, b) => b.length - a.length).map((part, i) => [i === 0 ? 'url' : `part${i}`, part]));
  return hideSecrets({ text }, named).text.slice(0, LONGEST_REASON);
}
