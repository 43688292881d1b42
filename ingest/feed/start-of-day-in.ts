/** The instant, in milliseconds, at which a calendar day (given as its midnight in UTC) begins in a time zone. */
export function startOfDayIn(timeZone: string, midnight: Date): number {
  const guess = midnight.getTime() - offsetAt(timeZone, midnight.getTime());
  // The offset at the guess differs from the first one only near a change of the clocks.
  return midnight.getTime() - offsetAt(timeZone, guess);
}

function offsetAt(timeZone: string, instant: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : 0;
}
