import { join } from 'node:path';
import { Thread } from '../lib/thread';
import type { EstimatesWork } from './estimates-thread';

/**
 * The thread of estimates that take long, one for the process. Whoever asks mostly holds a connection meanwhile: few wait, and none until the
 * database ends a transaction that stands still.
 */
export const estimates = new Thread<EstimatesWork>(join(__dirname, 'estimates-thread'), { waiting: 4, deadlineMs: 12_000 });
