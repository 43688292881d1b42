import type { SandboxSource } from './platform';
import { PLATFORMS } from './platforms';

/** One source for each account of the sandbox, without addresses: those are known once it runs, see {@link sandboxSources}. */
export const SANDBOX_SOURCES: readonly SandboxSource[] = PLATFORMS.flatMap(({ sources }) => sources);

/** {@link SANDBOX_SOURCES} for the sandbox at this address: `config.baseUrl` is the platform's, further addresses as each source tells them, and leave to ask there. */
export function sandboxSources(url: string): (Omit<SandboxSource, 'addresses'> & { privateHosts: string[] })[] {
  return SANDBOX_SOURCES.map(({ addresses, ...source }) => ({
    ...source,
    privateHosts: [new URL(url).host],
    config: { ...source.config, baseUrl: url + source.mount, ...addresses?.(url) },
  }));
}
