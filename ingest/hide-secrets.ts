import type { Json } from '../src/lib/lossless-json';

/** A document with each secret replaced by its name, `[secret:name]`, however the secret is written (plain or percent-encoded). */
export function hideSecrets<T extends Json | object>(document: T, secrets: Readonly<Record<string, string>>): T {
  return rewritten(document, spellings(secrets));
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
    .flatMap(([name, secret]): [string, string][] => {
      const encoded = encodeURIComponent(secret);
      const plain: [string, string] = [JSON.stringify(secret).slice(1, -1), `[secret:${name}]`];
      return encoded === secret ? [plain] : [plain, [encoded, `[secret-encoded:${name}]`]];
    });
}

function rewritten<T>(document: T, pairs: [string, string][]): T {
  const text = JSON.stringify(document);
  const changed = pairs.reduce((so, [from, to]) => so.replaceAll(from, () => to), text);
  return changed === text ? document : JSON.parse(changed);
}
