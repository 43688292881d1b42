import { crc32, deflateRawSync } from 'node:zlib';

/** What an archive may say of a part although it is not so. */
export interface Lies {
  size?: number;
  checksum?: number;
}

/** A zip archive of parts in the order given. With `lies` the archive says something else of a part than it holds. */
export function zipOf(parts: Readonly<Record<string, string | Buffer>>, lies: Readonly<Record<string, Lies>> = {}): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const { size = bytes.length, checksum = crc32(bytes) } = lies[name] ?? {};
    // Version 2.0, UTF-8 names, deflated, at midnight of 1 January 1980.
    const told = numbers(
      [2, 20],
      [2, 0x800],
      [2, 8],
      [2, 0],
      [2, 0x21],
      [4, checksum],
      [4, packed.length],
      [4, size],
      [2, Buffer.byteLength(name)],
    );
    const file = Buffer.concat([numbers([4, 0x04034b50]), told, numbers([2, 0]), Buffer.from(name), packed]);
    directory.push(
      numbers([4, 0x02014b50], [2, 20]),
      told,
      numbers([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      Buffer.from(name),
    );
    files.push(file);
    offset += file.length;
  }
  const count = files.length;
  const central = Buffer.concat(directory);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, central.length], [4, offset], [2, 0]);
  return Buffer.concat([...files, central, end]);
}

/** Little-endian numbers, each given with how many bytes it takes. */
function numbers(...fields: [bytes: number, value: number][]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
