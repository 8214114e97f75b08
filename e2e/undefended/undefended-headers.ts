type HeaderEdit = Readonly<{
  defence: string;
  /** In lower case. */
  header: string;
  /** The one directive of a policy that goes; without it the whole header does. */
  directive?: string;
}>;

/** The defences of spa-client that are response headers. */
const headerEdits: readonly HeaderEdit[] = [
  { defence: 'B11 frames', header: 'x-frame-options' },
  { defence: 'B11 frames', header: 'content-security-policy', directive: 'frame-ancestors' },
];

/** Returns what is left of a header without its defences; undefined when nothing is. */
export function undefendedHeader(name: string, value: string): string | undefined {
  let left = value;
  for (const { directive } of headerEdits.filter(({ header }) => header === name)) {
    const directives = left.split(';').map((one) => one.trim());
    left = directives.filter((one) => directive && one.split(' ')[0] !== directive).join('; ');
  }
  return left || undefined;
}
