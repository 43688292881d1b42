import { table } from '../../src/cli/table';

describe('a table for a terminal', () => {
  it('keeps a row on its line, whatever a name holds, and steers nothing', () => {
    expect(
      table(
        ['campaign', 'clicks'],
        [
          ['Quoted\r\nover lines', 1],
          ['\u001b[31mred', 2],
        ],
      ),
    ).toBe(['campaign           clicks', 'Quoted over lines       1', ' [31mred                2'].join('\n'));
  });
});
