/** PostgreSQL settings by name. */
export type Settings = Record<string, string>;

/**
 * The settings that the embedded server runs with, passed on its command line at each start so that a new release changes them.
 * Meant for many short aggregate queries beside one Node process on a machine of two cores and up.
 */
export const SERVER_SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '512MB',
  effective_cache_size: '4GB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_wal_size: '4GB',
  wal_compression: 'on',
  // Files in the data directory instead of /dev/shm, which a container keeps at 64 MB and systemd empties when a user logs out.
  dynamic_shared_memory_type: 'mmap',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
