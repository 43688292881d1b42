import type { JestEnvironmentConfig } from '@jest/environment';
import { ModuleMocker } from 'jest-mock';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Where a test file runs: in the process's own realm, in which libraries are there once for all files (`jest-runtime.ts`) and a global costs nothing to
 * look up. What a file leaves in the process's settings, globals and signals ends with it.
 */
class TestEnvironment {
  readonly global = globalThis;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;
  readonly #restore: (() => void)[] = [];

  constructor({ projectConfig }: JestEnvironmentConfig) {
    const { env, exit, exitCode } = process;
    const { console } = globalThis;
    const settings = { ...env };
    this.#restore.push(() => {
      for (const name of Object.keys(env)) if (!(name in settings)) delete env[name];
      Object.assign(process, { env: Object.assign(env, settings), exit, exitCode });
      globalThis.console = console;
    });
    for (const signal of SIGNALS) {
      const before = process.listeners(signal);
      this.#restore.push(() => {
        for (const listener of process.listeners(signal)) if (!before.includes(listener)) process.off(signal, listener);
      });
    }
    // Decorators write into registers of their libraries that are globals: each file declares its classes into new ones.
    const known = new Set(Reflect.ownKeys(globalThis));
    this.#restore.push(() => {
      for (const name of Reflect.ownKeys(globalThis)) if (!known.has(name)) Reflect.deleteProperty(globalThis, name);
    });
    Object.assign(globalThis, projectConfig.globals);
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    for (const restore of this.#restore.splice(0)) restore();
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  getVmContext(): null {
    return null;
  }
}

module.exports = TestEnvironment;
