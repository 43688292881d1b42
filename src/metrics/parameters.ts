/** The parameters of one statement: `add` gives the placeholder. Values never become part of the SQL text. */
export class Parameters {
  readonly values: unknown[] = [];
  private readonly places = new Map<string, string>();

  /** The placeholder of the value, of the given SQL type; the same value is sent once. */
  add(value: string | number | readonly string[], type: string): string {
    const key = `${type} ${JSON.stringify(value)}`;
    const place = this.places.get(key) ?? `$${this.values.push(value)}::${type}`;
    this.places.set(key, place);
    return place;
  }
}
