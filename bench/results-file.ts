import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What one bench found: markdown below a heading of its own. */
export interface Section {
  readonly title: string;
  readonly body: string;
}

const HEAD = `# Measured side by side

Written by \`npm run bench\`; each section says with which command. Everything that is compared ran in turns within one run on one machine, against
one PostgreSQL with the product's own settings. Read the ratios; absolute figures are of that machine and that hour.
`;

/** Puts a section into the results file in place of the one with its title, and leaves the others as they are. */
export function writeSection(file: string, section: Section): void {
  const [, ...known] = existsSync(file) ? readFileSync(file, 'utf8').split(/^## /m) : [''];
  const mine = `${section.title}\n\n${section.body.trim()}\n`;
  const at = known.findIndex((each) => each.startsWith(`${section.title}\n`));
  const sections = known.map((each) => `${each.trim()}\n`);
  if (at < 0) sections.push(mine);
  else sections[at] = mine;
  writeFileSync(file, [HEAD, ...sections.map((each) => `## ${each}`)].join('\n'));
}

/** A markdown table. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
