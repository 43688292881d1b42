import type { Config } from 'jest';

// Node runs this file by stripping its types; with `import` of a value it would take it for an ES module, which has no __dirname.
const { readFileSync } = require('node:fs') as typeof import('node:fs');

const swc = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));

const config: Config = {
  testEnvironment: '<rootDir>/test/support/jest-environment.ts',
  runtime: '<rootDir>/test/support/jest-runtime.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/test/support/threads-from-source.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.brandhub/'],
  reporters: ['default', '<rootDir>/test/support/conformance-reporter.ts'],
  // Ends what hangs; no test is about how long it takes, and a machine may have much else to do.
  testTimeout: 300_000,
  // One for each core of the smallest machine; most tests wait for the database or the network.
  maxWorkers: 2,
  // The run is over when its tests and its teardown are, even if a process that a test file was cut off from still holds a pipe of the runner's.
  forceExit: true,
};

module.exports = config;
