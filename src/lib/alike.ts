/** The names that a misspelt word may have meant, the nearest first, at most five: those that hold it or are held by it, or that few letters have to be changed for. */
export function alike(word: string, names: readonly string[]): string[] {
  const wanted = word.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const holds = (whole: string, part: string) => part.length > 2 && whole.includes(part);
  return names
    .map((name) => ({ name, plain: name.toLowerCase(), far: distance(wanted, name.toLowerCase()) }))
    .filter(({ plain, far }) => far <= most || holds(plain, wanted) || holds(wanted, plain))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 5)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out or replaced to make one word of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length]!;
}
