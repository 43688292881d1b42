import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { applyDoor } from './apply-door';
import { createDataSource } from './data-source';
import { migrateQueue } from './queue';

const FOLDER = path.join(__dirname, 'migrations');

/** The migrations as TypeORM classes, one for each `NNNN-name.sql`, in order of their number. */
export function sqlMigrations(): (new () => MigrationInterface)[] {
  return readdirSync(FOLDER)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map(migrationOf);
}

function migrationOf(file: string): new () => MigrationInterface {
  // TypeORM orders by the 13 digits at the end of the name.
  const name = `${file.slice(5, -4).replaceAll('-', '_')}${file.slice(0, 4).padStart(13, '0')}`;
  return class implements MigrationInterface {
    name = name;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(path.join(FOLDER, file), 'utf8'));
    }

    async down(): Promise<void> {
      throw new Error(`${name} has no way back; restore a backup instead`);
    }
  };
}

/** Brings a database to the current schema as its owner; does nothing when it is there already. Returns the names of the migrations that ran. Throws where it has migrations beyond those that are known here. */
export async function migrate(ownerUrl: string, log?: Logger): Promise<string[]> {
  const owner = createDataSource({ url: ownerUrl, poolSize: 1, migrations: sqlMigrations() });
  await owner.initialize();
  try {
    // Two processes that start at once must not migrate at once.
    await owner.query('SELECT pg_advisory_lock(4812001)');
    await refuseNewer(owner);
    const ran = await owner.runMigrations({ transaction: 'each' });
    for (const { name } of ran) log?.info({ migration: name }, 'migrated');
    await applyDoor(owner, log);
    await migrateQueue(ownerUrl);
    return ran.map(({ name }) => name);
  } finally {
    await owner.destroy();
  }
}

/** An earlier build would go on as if the tables were as it left them. */
async function refuseNewer(owner: DataSource): Promise<void> {
  const [{ table }] = await owner.query(`SELECT to_regclass('${owner.options.migrationsTableName}') AS table`);
  if (!table) return;
  const last = owner.migrations.at(-1)?.name ?? '';
  const [newest] = await owner.query(`SELECT name, timestamp::integer FROM ${table} ORDER BY timestamp DESC LIMIT 1`);
  if (!newest || newest.timestamp <= Number(last.slice(-13))) return;
  throw new Error(
    `the database is of a newer brandhub: it has ${newest.name}, and this one knows none after ${last}; expected that build or a later one`,
  );
}
