import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

const MIB = 2 ** 20;

/**
 * The parts of a zipped document, found by its central directory and each read as a stream of its own, in any order.
 * Names are compared without letter case, as the Open Packaging Conventions have it.
 */
export class ZipParts {
  private constructor(
    private readonly path: string,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Opens a file; throws an Error that names it when it is no whole zip archive. Close it afterwards. */
  static async open(path: string): Promise<ZipParts> {
    const broken = (error: unknown) => new Error(`${path}: is no whole .xlsx workbook: ${messageOf(error)}`, { cause: error });
    const zip = await openPromise(path, { autoClose: false }).catch((error) => {
      throw broken(error);
    });
    try {
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
      return new ZipParts(path, zip, entries);
    } catch (error) {
      zip.close();
      throw broken(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /**
   * The bytes of a part, at most `limit` of them. Throws an Error that names file and part: when there is none of that name, when it unpacks to
   * more (before any of it is unpacked), or when what it unpacks to has not the size and checksum that the archive says.
   */
  async *read(name: string, limit: number): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) throw new Error(`${this.path}: is no whole .xlsx workbook: ${name} is missing`);
    if (entry.uncompressedSize > limit) {
      const [size, most] = [entry.uncompressedSize, limit].map((bytes) => Math.ceil(bytes / MIB).toLocaleString('en'));
      throw new RangeError(`${this.path}: ${name} unpacks to ${size} MiB; expected at most ${most} MiB`);
    }
    let checksum = 0;
    try {
      for await (const chunk of (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
      if (checksum !== entry.crc32) throw new Error('its checksum is wrong');
    } catch (error) {
      throw new Error(`${this.path}: ${name} cannot be unpacked: ${messageOf(error)}`, { cause: error });
    }
  }

  close(): void {
    this.zip.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
