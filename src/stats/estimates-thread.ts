import { serveThread } from '../lib/thread';
import { estimateMix } from './mix/estimate-mix';
import { planWeeks } from './mix/plan-weeks';
import { placeboInterval } from './synthetic-control';

/** What is worked out beside the event loop, as each takes long enough to be felt by whoever else asks. */
const work = { estimateMix, planWeeks, placeboInterval };

/** The functions of the thread of estimates. */
export type EstimatesWork = typeof work;

serveThread(work);
