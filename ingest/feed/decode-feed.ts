/** The text of a feed: its charset is told by the byte order mark, else by the HTTP header, else by the XML declaration, else it is UTF-8. Unknown names are passed over. */
export function decodeFeed(bytes: Buffer, contentType = ''): string {
  const fromHeader = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  const head = bytes.subarray(0, 1024).toString('latin1').replaceAll('\0', '');
  const fromXml = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head.replace(/^(ï»¿|ÿþ|þÿ)/, ''))?.[1];
  // "utf-16" in a declaration does not say which byte comes first; the bytes of the declaration themselves do.
  for (const charset of [markOf(bytes), fromHeader, unmarkedOf(bytes), fromXml]) {
    const decoder = charset && decoderFor(charset);
    if (decoder) return decoder.decode(bytes);
  }
  return new TextDecoder().decode(bytes);
}

function markOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** A `<` with a zero byte beside it gives UTF-16 away. */
function unmarkedOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
  return undefined;
}

function decoderFor(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined; // not a name of the Encoding Standard: the next source of a charset may be
  }
}
