const pattern =
  /^(?<year>[1-9]\d{3})(?:(?<month>\d\d)(?:(?<day>\d\d)(?:(?<hour>\d\d)(?:(?<minute>\d\d)(?:(?<second>\d\d)(?<fraction>\.\d{1,4})?)?)?)?)?)?(?<offset>[+-](?:0\d|1[0-3])[0-5]\d|[+-]1400)?$/;

/**
 * Turns an HL7 date or time into a FHIR dateTime of the same precision, keeping the offset that was sent.
 *
 * @param timeZone - Used when the time has no offset of its own: an offset such as `+0200`, or an IANA name.
 * @returns undefined when the text is no HL7 time or names a day that does not exist.
 */
export function toFhirDateTime(text: string, timeZone: string): string | undefined {
  const parts = pattern.exec(text)?.groups;
  if (!parts) {
    return undefined;
  }
  const { year = '', month, day, hour, minute = '00', second = '00', fraction = '', offset } = parts;
  const date = [year, month, day].filter((part) => part !== undefined).join('-');
  const wallClock = `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute}:${second}`;
  const instant = Date.parse(`${wallClock}Z`);
  // Date.parse rolls 30 February over to March; a day that does not exist must not become another one.
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(wallClock)) {
    return undefined;
  }
  if (hour === undefined) {
    return date;
  }
  return `${date}T${hour}:${minute}:${second}${fraction}${withColon(offset ?? offsetOf(timeZone, instant))}`;
}

/** Whether a text is a time as HL7 writes it, on a day that exists. */
export function isHl7Time(text: string): boolean {
  return toFhirDateTime(text, '+0000') !== undefined;
}

/** The offset at the end of an HL7 time, for example `+0200`. */
export function offsetIn(text: string): string | undefined {
  return pattern.exec(text)?.groups?.['offset'];
}

function offsetOf(timeZone: string, wallClock: number): string {
  if (/^[+-]\d{4}$/.test(timeZone)) {
    return timeZone;
  }
  // The offset depends on the instant and the instant on the offset: near a clock change the second look settles it.
  const guess = minutesAhead(timeZone, wallClock);
  const minutes = minutesAhead(timeZone, wallClock - guess * 60_000);
  const size = Math.abs(minutes);
  const digits = `${Math.floor(size / 60)}`.padStart(2, '0') + `${size % 60}`.padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${digits}`;
}

function minutesAhead(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(instant);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -size : size;
}

function withColon(offset: string): string {
  return `${offset.slice(0, 3)}:${offset.slice(3)}`;
}
