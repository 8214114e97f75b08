const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** A moment as people read it, in UTC, since the server cannot know the reader's time zone. */
export function formatMoment(moment: string | number | undefined): string {
  const date = new Date(moment ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? 'time unknown' : `${format.format(date)} UTC`;
}
