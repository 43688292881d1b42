/** What of a run's results is looked at here. */
interface RunResults {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly testResults: readonly { readonly ancestorTitles: readonly string[]; readonly status: string }[];
  }[];
}

/** Says at the end of a test run how many connectors went through the conformance suite, and with how many cases. */
class ConformanceReporter {
  onRunComplete(_contexts: unknown, results: RunResults): void {
    const cases = results.testResults
      .filter(({ testFilePath }) => /conformance[\w-]*\.test\.ts$/.test(testFilePath))
      .flatMap((file) => file.testResults);
    if (cases.length === 0) return;
    const connectors = new Set(cases.flatMap(({ ancestorTitles: [title = ''] }) => /^the connector (\S+)/.exec(title)?.[1] ?? []));
    const passed = cases.filter(({ status }) => status === 'passed').length;
    process.stderr.write(`\nConformance: ${connectors.size} connectors, ${passed} of ${cases.length} cases passed.\n`);
  }
}

// Jest loads reporters as they are, by require.
module.exports = ConformanceReporter;
