import type JestRuntime from 'jest-runtime';

// Node runs this file by stripping its types.
const { createRequire, isBuiltin } = require('node:module') as typeof import('node:module');
const { Script } = require('node:vm') as typeof import('node:vm');
const { default: Runtime } = require('jest-runtime') as { default: typeof JestRuntime };

/** The part of Jest's runtime that compiles what was translated. */
interface Executor {
  readonly injectedModuleParameters: readonly string[];
  compile(source: string, filename: string): unknown;
}

const libraries = createRequire(__filename);
/** What this process has compiled, by file. */
const compiled = new Map<string, { readonly source: string; readonly script: InstanceType<typeof Script> }>();

/** A file's code as a function of what Jest hands to a module. */
function compile(parameters: readonly string[], source: string, filename: string): unknown {
  let known = compiled.get(filename);
  if (known?.source !== source) {
    const head = `(function (${parameters.join(', ')}) {`;
    known = { source, script: new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length }) };
    compiled.set(filename, known);
  }
  return known.script.runInThisContext();
}

/**
 * How test files get at modules: each file has our own anew, whatever another has left in them, but compiled once a process; libraries are loaded once a
 * process, by Node itself. Loading all of them for every file took half of the run.
 */
class TestRuntime extends Runtime {
  constructor(...given: ConstructorParameters<typeof JestRuntime>) {
    super(...given);
    const { executor } = this as unknown as { executor: Executor };
    executor.compile = (source, filename) => compile(executor.injectedModuleParameters, source, filename);
  }

  override requireModuleOrMock<T = unknown>(from: string, name: string): T {
    const isLibrary = !/^[./]/.test(name) && !isBuiltin(name) && name !== '@jest/globals';
    return isLibrary ? libraries(name) : super.requireModuleOrMock<T>(from, name);
  }
}

module.exports = TestRuntime;
