const toTheMinute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const toTheSecond = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** A moment as people read it, in UTC, since the server cannot know the reader's time zone. */
export function formatMoment(moment: string | number | undefined, precision: 'minute' | 'second' = 'minute'): string {
  const date = new Date(moment ?? Number.NaN);
  const format = precision === 'minute' ? toTheMinute : toTheSecond;
  return Number.isNaN(date.getTime()) ? 'time unknown' : `${format.format(date)} UTC`;
}
