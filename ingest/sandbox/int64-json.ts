/** JSON in which the digits under the named fields stand without quotes, as platforms write their 64-bit ids that no number of ours can hold. */
export function int64Json(value: unknown, names: readonly string[]): string {
  return JSON.stringify(value).replace(new RegExp(`"(${names.join('|')})":"(\\d+)"`, 'g'), '"$1":$2');
}
