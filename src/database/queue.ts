import { PgBoss } from 'pg-boss';
import { createDataSource } from './data-source';

/** The queue of pulls that are due. A job names a run; the run itself, in `hub.ingest_run`, is what is worked. */
export const PULL_QUEUE = 'pull';
/** The schema that the queue lives in. */
export const QUEUE_SCHEMA = 'pgboss';

/** Creates the job queue, or brings it to the version of the installed package, as the database's owner; the application may then only fill and empty it. */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  const idle = { supervise: false, schedule: false, registerInstance: false, reindex: false };
  const boss = new PgBoss({ connectionString: ownerUrl, schema: QUEUE_SCHEMA, max: 1, ...idle });
  let failure: Error | null = null;
  boss.on('error', (error) => {
    failure = error;
  });
  await boss.start();
  try {
    // One job a run and epoch: sending it again while it waits or is worked does nothing. The run's own lease says who may work it.
    await boss.createQueue(PULL_QUEUE, {
      policy: 'exclusive',
      retryLimit: 0,
      expireInSeconds: 3 * 3600,
      heartbeatSeconds: 60,
      retentionSeconds: 86_400,
      deleteAfterSeconds: 86_400,
    });
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failure) throw failure;
  const owner = await createDataSource({ url: ownerUrl, poolSize: 1 }).initialize();
  try {
    await owner.query(`GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO brandhub_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO brandhub_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO brandhub_app`);
  } finally {
    await owner.destroy();
  }
}
