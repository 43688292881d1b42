/** A whole number of up to 64 bits that JSON is to hold unquoted, digit for digit. */
export function int64(digits: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(BigInt(digits).toString());
}
