import { isMainThread, threadId } from 'node:worker_threads';
import { serveThread } from '../../src/lib/thread';

/** Work of each kind that a thread can be given: that tells where it is done, never ends, fails, or ends its thread. */
const work = {
  whoami: (given: number) => ({ given, threadId, isMain: isMainThread }),
  endless: (): number => {
    for (;;) if (threadId < 0) return 0;
  },
  fails: (reason: string): number => {
    throw new RangeError(reason);
  },
  ends: (): number => process.exit(3),
};

/** The functions of this thread. */
export type PretendedWork = typeof work;

serveThread(work);
