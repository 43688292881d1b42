import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpSentiment } from '../../src/cli/http-sentiment';

describe('a model of sentiment elsewhere', () => {
  let server: Server;
  let url: string;
  let answer: (texts: { text: string }[]) => { status?: number; body: unknown };
  const sizes: number[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { texts } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      sizes.push(texts.length);
      const { status = 200, body } = answer(texts);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/judge`;
  });
  afterAll(() => server.close());

  const texts = Array.from({ length: 70 }, (_, no) => ({ text: `text ${no}`, written: 'en' as const }));

  it('is asked 64 texts at a time and answers in their order, with its name', async () => {
    answer = (some) => ({
      body: { model: 'big-3', judgements: some.map(({ text }) => ({ label: text.endsWith('9') ? 'negative' : 'neutral', score: 0.5 })) },
    });
    const judged = await httpSentiment(url).judge(texts);
    expect(sizes).toEqual([64, 6]);
    expect(judged).toHaveLength(70);
    expect(judged[69]).toEqual({ label: 'negative', score: 0.5, confidence: null, model: 'big-3' });
  });

  it.each([
    ['another status', () => ({ status: 503, body: {} }), 'answered 503 to 64 texts; expected 200'],
    ['too few judgements', () => ({ body: { model: 'm', judgements: [] } }), 'answered 0 judgements; expected 64'],
    ['something else', () => ({ body: { labels: [] } }), 'judgements'],
  ])('judges nothing by halves when it answers with %s', async (_what, given, message) => {
    answer = given;
    await expect(httpSentiment(url).judge(texts)).rejects.toThrow(message);
  });
});
