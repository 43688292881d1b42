import path from 'node:path';
import { Thread, type ThreadLimits } from '../../src/lib/thread';
import type { PretendedWork } from '../support/pretended-thread';

const thread = (limits: Partial<ThreadLimits> = {}) =>
  new Thread<PretendedWork>(path.join(__dirname, '../support/pretended-thread'), { waiting: 4, deadlineMs: 60_000, ...limits });

test('a thread works beside the event loop, one job after the other, and its answers are its own', async () => {
  const own = thread();
  const [one, two] = [own.run('whoami', 1), own.run('whoami', 2)];
  const found = await Promise.all([one, two]);
  expect(found.map(({ given }) => given)).toEqual([1, 2]);
  expect(found.map(({ isMain }) => isMain)).toEqual([false, false]);
  expect(new Set(found.map(({ threadId }) => threadId)).size).toBe(1);
  await own.end();
  const again = await own.run('whoami', 3);
  expect(again.threadId).not.toBe(found[0]!.threadId);
  await own.end();
});

test('the event loop turns while a thread works without end; the deadline cuts it off, and the next job is done', async () => {
  const own = thread({ deadlineMs: 3_000 });
  const endless = own.run('endless');
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
  }, 1);
  await expect(endless).rejects.toMatchObject({
    message: 'endless: not worked out within 3 s; ask for less',
    extensions: { code: 'TIMEOUT' },
  });
  clearInterval(turning);
  expect(turns).toBeGreaterThan(10);
  expect((await own.run('whoami', 1)).given).toBe(1);
  await own.end();
});

test('what goes wrong is told with its reason: an error of the work, a thread that ends, a queue that is full', async () => {
  const own = thread({ waiting: 1 });
  await expect(own.run('fails', 'no panels')).rejects.toMatchObject({ name: 'RangeError', message: 'no panels' });
  const ends = own.run('ends');
  const waits = own.run('whoami', 1);
  await expect(own.run('whoami', 2)).rejects.toMatchObject({
    message: 'whoami: 1 others wait to be worked out; try again in a moment',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  await expect(ends).rejects.toThrow('thread: it ended with 3 in the middle of its work');
  expect((await waits).given).toBe(1);
  await own.end();
});
