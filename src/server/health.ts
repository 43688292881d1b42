import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';

const PATIENCE_MS = 2_000;

/** `/healthz`: the process answers. `/readyz`: the database does too; 503 when not, and while the server stops. */
export function healthRoutes(app: FastifyInstance, database: DataSource): void {
  app.get('/healthz', { config: { open: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config: { open: true } }, async (_request, reply) => {
    const state = await databaseState(database);
    return reply.code(state === 'ok' ? 200 : 503).send({ status: state === 'ok' ? 'ok' : 'unavailable', database: state });
  });
}

async function databaseState(database: DataSource): Promise<'ok' | 'late' | 'unreachable'> {
  const asked = database.query('SELECT 1').then(
    () => 'ok' as const,
    () => 'unreachable' as const,
  );
  const timer = new AbortController();
  const late = pause(PATIENCE_MS, 'late' as const, { signal: timer.signal, ref: false }).catch(() => 'late' as const);
  try {
    return await Promise.race([asked, late]);
  } finally {
    timer.abort();
  }
}
