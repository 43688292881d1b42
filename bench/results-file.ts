import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Markdown below a heading of its own. */
export interface Part {
  readonly title: string;
  readonly body: string;
}

/** What one bench found. */
export interface Section {
  readonly title: string;
  /** Absent means that what stands there is not measured anew, and stays. */
  readonly body?: string;
  /** What can be measured in a run of its own, after the rest of the section; parts that are not given stay as they are. */
  readonly parts?: readonly Part[];
}

const HEAD = `# Measured side by side

Written by \`npm run bench\`; each section says with which command. Everything that is compared ran in turns within one run on one machine, against
one PostgreSQL with the product's own settings. Read the ratios; absolute figures are of that machine and that hour.
`;

/** Puts a section into the results file in place of the one with its title, and leaves the others as they are. */
export function writeSection(file: string, section: Section): void {
  const [, known] = partsOf(existsSync(file) ? readFileSync(file, 'utf8') : '', '##');
  const [before, parts] = partsOf(known.find(({ title }) => title === section.title)?.body ?? '', '###');
  const body = textOf({ body: before, ...section, parts: (section.parts ?? []).reduce(withPart, parts) });
  const sections = withPart(known, { title: section.title, body });
  writeFileSync(file, [HEAD, ...sections.map((each) => `## ${each.title}\n\n${each.body}\n`)].join('\n'));
}

/** A section as markdown, without its heading. */
export function textOf({ body, parts = [] }: Omit<Section, 'title'>): string {
  return [...(body ? [body.trim()] : []), ...parts.map((part) => `### ${part.title}\n\n${part.body.trim()}`)].join('\n\n');
}

function withPart(parts: readonly Part[], part: Part): Part[] {
  const at = parts.findIndex(({ title }) => title === part.title);
  return at < 0 ? [...parts, part] : parts.with(at, part);
}

function partsOf(text: string, mark: string): [string, Part[]] {
  const [head = '', ...parts] = text.split(new RegExp(`^${mark} `, 'm'));
  const titled = parts.map((part): Part => {
    const [title = ''] = part.split('\n', 1);
    return { title, body: part.slice(title.length).trim() };
  });
  return [head.trim(), titled];
}

/** A markdown table. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
