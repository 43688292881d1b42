import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

type Labels = Record<'method' | 'route' | 'status', string>;

/** Counts and times requests, and shows them with the pool's and the event loop's state at `/metrics` in Prometheus' format. */
export function measurements(app: FastifyInstance, database: DataSource): void {
  const register = new Registry();
  const labelNames = ['method', 'route', 'status'] as const;
  const seconds = new Histogram({
    name: 'brandhub_http_request_seconds',
    help: 'How long requests took.',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  // Each request is noted once: what is timed is counted.
  new Counter({
    name: 'brandhub_http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers: [register],
    async collect() {
      this.reset();
      const { values } = await seconds.get();
      for (const { metricName, labels, value } of values) if (metricName?.endsWith('_count')) this.inc(labels as Labels, value);
    },
  });
  poolGauge(register, database);
  const stopLoop = loopGauge(register);

  app.addHook('onResponse', (request, reply, done) => {
    const labels: Labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) };
    seconds.observe(labels, reply.elapsedTime / 1_000);
    done();
  });
  app.addHook('onClose', async () => stopLoop());
  app.get('/metrics', async (_request, reply) => reply.type(register.contentType).send(await register.metrics()));
}

function poolGauge(register: Registry, database: DataSource): void {
  new Gauge({
    name: 'brandhub_database_connections',
    help: 'Connections of the pool, and requests that wait for one.',
    labelNames: ['state'],
    registers: [register],
    collect() {
      const { totalCount, idleCount, waitingCount } = (database.driver as unknown as { master: Pool }).master;
      this.set({ state: 'busy' }, totalCount - idleCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'waiting' }, waitingCount);
    },
  });
}

function loopGauge(register: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  new Gauge({
    name: 'brandhub_event_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape.',
    labelNames: ['quantile'],
    registers: [register],
    collect() {
      for (const quantile of [50, 99, 100]) this.set({ quantile: String(quantile / 100) }, delay.percentile(quantile) / 1e9);
      delay.reset();
    },
  });
  return () => void delay.disable();
}
