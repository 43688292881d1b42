import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { openDemo } from './demo';
import { type Hub, withHub } from './hub';
import { Progress } from './progress';
import { serve } from './serve';
import { untilStopped } from './until-stopped';
import { work } from './work';

const FIRST_QUERY =
  '{ metrics(query: {select: [spend, clicks, ctr, roasClaimed], by: [CHANNEL], grain: MONTH, range: {last: 3, unit: MONTH}}) { rows { period dimensions { label } values { metric value } } } }';

/** How long the first start waits for the demo world before it serves. */
const PATIENCE_MS = 70_000;

/** `brandhub start`: server and worker together; an empty hub gets the demo world to pull. */
export function startCommand(): Command {
  return new Command('start').description('serve and work together; an empty hub gets a demo world').action(async () => {
    await withHub(run, { logLevel: 'warn', poolSize: 24 });
  });
}

async function run(hub: Hub): Promise<void> {
  const stopped = untilStopped();
  const demo = await openDemo(hub);
  const progress = new Progress();
  const worker = await work(hub, (at) => {
    if (demo?.isNew) progress.set(at.source, at.fractionDone, `${at.stream} ${at.window.to}, ${at.records} records`);
  });
  try {
    // What the first start pulls is what its first query asks about; on a machine that is slow today the rest comes while it answers.
    const pulled = demo?.isNew ? await within(PATIENCE_MS, Promise.race([worker.idle(), stopped])) : true;
    progress.stop();
    const server = await serve(hub);
    announce(server.url, hub.opened.embedded, demo !== null, pulled);
    await stopped;
    await server.close();
  } finally {
    await worker.stop();
    await demo?.close();
  }
}

/** Whether the work was done in time; it goes on either way. */
function within(ms: number, work: Promise<void>): Promise<boolean> {
  return Promise.race([work.then(() => true), setTimeout(ms, false, { ref: false })]);
}

function announce(url: string, embedded: boolean, demo: boolean, pulled: boolean): void {
  const database = embedded ? 'the embedded PostgreSQL' : 'the PostgreSQL of DATABASE_URL';
  process.stdout.write(
    `${[
      `ready ${url}/graphql`,
      `On ${database}${demo ? ', with the demo world' : ''}${pulled ? '' : ', of which some is still being pulled'}. Open it in a browser, or try:`,
      `  curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: FIRST_QUERY })}'`,
    ].join('\n')}\n`,
  );
}
