import fc from 'fast-check';
import { redactSpans } from '../../../ingest/erase/redact-spans';
import { outlineOf } from '../../../src/lib/json-outline';
import { TOMBSTONE } from '../../../src/lib/tombstone';

const records = fc.array(fc.record({ id: fc.nat(), text: fc.string({ unit: 'binary' }) }), { minLength: 1, maxLength: 20 });

test('records go out of a body and nothing else does, and the others are found where they lie then', () => {
  fc.assert(
    fc.property(records, fc.func(fc.boolean()), (given, goes) => {
      const body = Buffer.from(JSON.stringify({ before: 'b', data: given, after: { next: null } }, null, 1));
      const { elements } = outlineOf(body).lists[0]!;
      const gone = new Set(given.flatMap((_, at) => (goes(at) ? [at] : [])));
      const left = redactSpans({ body, spans: elements }, gone);
      if (gone.size === 0) return expect(left).toBeNull();
      const data = given.map((record, at) => (gone.has(at) ? JSON.parse(TOMBSTONE) : record));
      expect(JSON.parse(left!.body.toString())).toEqual(JSON.parse(JSON.stringify({ before: 'b', data, after: { next: null } })));
      for (const [at, record] of given.entries()) {
        const text = left!.spans.of(left!.body, at)!.toString();
        if (gone.has(at)) expect(text).toBe(TOMBSTONE);
        else expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(record)));
      }
      // What is gone already does not go again.
      expect(redactSpans(left!, gone)).toBeNull();
    }),
  );
});
