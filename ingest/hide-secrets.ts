import type { Json } from '../src/lib/lossless-json';

/** A document with each secret replaced by its name, `[secret:name]`, however the secret is written (plain or percent-encoded). */
export function hideSecrets<T extends Json | object>(document: T, secrets: Readonly<Record<string, string>>): T {
  return rewritten(document, spellings(secrets));
}

/** An answer's bytes with each secret that the platform repeats in them replaced by its name; the same bytes when there is none. */
export function hideSecretsInBody(body: Buffer, secrets: Readonly<Record<string, string>>): Buffer {
  const found = spellings(secrets).filter(([secret]) => body.includes(secret));
  // Latin 1 gives back every byte as it was.
  const hidden = (text: string) =>
    found.reduce((so, [secret, name]) => so.replaceAll(Buffer.from(secret).toString('latin1'), () => name), text);
  return found.length === 0 ? body : Buffer.from(hidden(body.toString('latin1')), 'latin1');
}

/** The document that {@link hideSecrets} was given, with the secrets as they are now. */
export function showSecrets<T extends Json | object>(document: T, secrets: Readonly<Record<string, string>>): T {
  return rewritten(
    document,
    spellings(secrets).map(([secret, name]) => [name, secret]),
  );
}

function spellings(secrets: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(secrets)
    .filter(([, secret]) => secret.length >= 6)
    .flatMap(([name, secret]) => {
      // Encoded twice where an address stands inside another.
      const spelt = [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))];
      return [...new Set(spelt)].map((spelling, times): [string, string] => [spelling, `[secret:${name}${':encoded'.repeat(times)}]`]);
    });
}

function rewritten<T>(document: T, pairs: [string, string][]): T {
  const text = JSON.stringify(document);
  const changed = pairs.reduce((so, [from, to]) => so.replaceAll(from, () => to), text);
  return changed === text ? document : JSON.parse(changed);
}
