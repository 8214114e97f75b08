import { createHash } from 'node:crypto';

/** The separators that an H record declares: `H|\^&`. */
type Delimiters = Readonly<{ field: string; repeat: string; component: string; escape: string }>;

/**
 * Writes the records of ASTM E1394 (CLSI LIS02) as an ORU^R01, so that results of both protocols go the same way: the same
 * rules, the same refusals, the same identifiers. The control id is made of the content, since ASTM has none.
 */
export function toHl7(records: readonly string[], patientField: number): Buffer {
  const [header = ''] = records;
  const delimiters = readDelimiters(header);
  const id = createHash('sha256').update(records.slice(1).join('\r')).digest('hex').slice(0, 20);
  const fields = (record: string): readonly string[] => record.split(delimiters.field);
  const text = (value: string | undefined): string => toText(value ?? '', delimiters);
  const segments = [headerSegment(fields(header), id, delimiters)];
  let order: readonly string[] = [];
  for (const record of records.slice(1)) {
    const parts = fields(record);
    if (parts[0] === 'P') {
      segments.push(['PID', '1', '', text(parts[patientField - 1]?.split(delimiters.component)[0])]);
    } else if (parts[0] === 'O') {
      order = parts;
      segments.push(orderSegment(parts, delimiters));
    } else if (parts[0] === 'R') {
      segments.push(resultSegment(parts, delimiters));
    } else if (parts[0] === 'C') {
      segments.push(['NTE', '1', 'L', text(parts[3])]);
    }
  }
  const sample = text(order[2]?.split(delimiters.component)[0]);
  return Buffer.from(
    [...segments, ...(sample ? [['SPM', '1', `^${sample}`]] : [])].map((one) => `${one.join('|')}\r`).join(''),
    'latin1',
  );
}

function readDelimiters(header: string): Delimiters {
  const [field = '|', repeat = '\\', component = '^', escape = '&'] = header.slice(1, 5);
  return { field, repeat, component, escape };
}

function headerSegment(parts: readonly string[], id: string, delimiters: Delimiters): string[] {
  const text = (value: string | undefined): string => toText(value ?? '', delimiters);
  const { 4: sender, 11: mode, 13: time } = parts;
  const application = text(sender?.split(delimiters.component)[0]);
  const first = [
    'MSH',
    String.raw`^~\&`,
    application,
    '',
    '',
    '',
    text(time),
    '',
    'ORU^R01',
    id,
    text(mode) || 'P',
    '2.5.1',
  ];
  return [...first, '', '', '', '', '', '8859/1'];
}

function orderSegment(parts: readonly string[], delimiters: Delimiters): string[] {
  const sample = toText(parts[2]?.split(delimiters.component)[0] ?? '', delimiters);
  return ['OBR', '1', '', sample, testCode(parts[4], delimiters), '', '', toText(parts[7] ?? '', delimiters)];
}

/** R-9 of ASTM → OBX-11. R says that the result was sent before, and is a final one. */
const statuses: Readonly<Record<string, string>> = { '': 'F', R: 'F', V: 'F', Q: 'F', M: 'P' };

function resultSegment(parts: readonly string[], delimiters: Delimiters): string[] {
  const [, sequence = '1', test, value = '', unit, range, flags = '', , status = '', , , started, completed] = parts;
  const text = (one: string | undefined): string => toText(one ?? '', delimiters);
  const measured = text(value.split(delimiters.component)[0]);
  const isNumber = /^(?:[<>]=?)?\s*[+-]?\d+(?:\.\d+)?$/.test(measured);
  const alarms = flags
    .split(delimiters.repeat)
    .map(text)
    .filter((flag) => flag !== '');
  return [
    'OBX',
    sequence,
    isNumber ? 'NM' : 'ST',
    testCode(test, delimiters),
    '',
    measured,
    text(unit),
    text(range),
    alarms.join('~'),
    '',
    '',
    statuses[status] ?? status,
    '',
    '',
    text(completed ?? started),
  ];
}

/** A universal test id: `LOINC^name^LN` when the first three are used, else the manufacturer's own code in the fourth. */
function testCode(field = '', delimiters: Delimiters): string {
  const [code = '', name = '', system = '', own = '', ownName = ''] = field
    .split(delimiters.component)
    .map((part) => toText(part, delimiters));
  return own === '' ? `${code}^${name}^${system}` : `${own}^${ownName || name}^99ASTM`;
}

/** Undoes ASTM's escapes and writes HL7's. */
function toText(value: string, { field, repeat, component, escape }: Delimiters): string {
  const meanings: Readonly<Record<string, string>> = { F: field, S: component, R: repeat, E: escape };
  const plain = value.replaceAll(/&([FSRE])&/g, (whole, letter: string) =>
    escape === '&' ? (meanings[letter] ?? whole) : whole,
  );
  const escapes: Readonly<Record<string, string>> = { '|': 'F', '^': 'S', '~': 'R', '\\': 'E', '&': 'T' };
  return plain.trim().replaceAll(/[|^~\\&]/g, (letter) => `\\${escapes[letter] ?? ''}\\`);
}
