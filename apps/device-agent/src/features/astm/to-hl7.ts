import { createHash } from 'node:crypto';
import { isHl7Time } from '#hl7/hl7-time.ts';
import type { AstmSettings } from './settings.ts';

type Options = Pick<AstmSettings, 'patientField' | 'charset'>;
/** A record; `fields[n]` is field n as E1394 counts, so `fields[1]` is its type. */
type Row = Readonly<{ type: string; fields: readonly string[]; line: string }>;
type Marks = Readonly<{ field: string; repetition: string; component: string; escape: string }>;

/**
 * Writes the records of ASTM E1394 (CLSI LIS2) as an ORU^R01, so that all rules for results hold for them as well. Both
 * standards have the same separators and escape sequences; the message declares those that the device uses. Quality control
 * is left out: it is about no patient. So are records of the maker (M) and scientific ones (S).
 *
 * @returns One message for each H record with results or comments on orders; none for one that the device gave up (L-3) or
 *   that only asks (Q).
 */
export function toHl7(content: Buffer, options: Options): readonly Buffer[] {
  const lines = content
    .toString('latin1')
    .split(/\r\n*/)
    .filter((line) => line.trim() !== '');
  const starts = lines.flatMap((line, index) => (line.startsWith('H') ? [index] : []));
  return [...new Set([0, ...starts])].flatMap((start, nth, all) => {
    const segments = toSegments(lines.slice(start, all[nth + 1]), options);
    return segments ? [Buffer.from(`${segments.join('\r')}\r`, 'latin1')] : [];
  });
}

function toSegments(lines: readonly string[], options: Options): readonly string[] | undefined {
  const marks = readMarks(lines[0] ?? '');
  if (!marks) {
    // Without a header it is passed on as it is, and refused where HL7 is read.
    return lines;
  }
  const rows = lines.map((line): Row => {
    const fields = line.split(marks.field);
    return { type: fields[0] ?? '', fields: ['', ...fields], line };
  });
  const end = rows.find(({ type }) => type === 'L');
  const { fields: header = [] } = rows[0] ?? {};
  if (/^[TRE]$/.test(end?.fields[3] ?? '') || header[12] === 'Q') {
    return undefined;
  }
  const write = createWriters(marks, options);
  const patientRows = withoutQualityControl(rows);
  // What is no record is passed on as no segment either, and refused where HL7 is read: it may be the rest of one.
  const body = patientRows.flatMap((row) => (isRecord(row) ? (write[row.type]?.(row.fields) ?? []) : `?${row.line}`));
  const id = createHash('sha256').update(lines.join('\r')).digest('hex').slice(0, 16);
  const type = ['ORU', 'R01', 'ORU_R01'].join(marks.component);
  const msh = [
    'MSH',
    '',
    header[5],
    '',
    '',
    '',
    isHl7Time(header[14] ?? '') ? header[14] : '',
    '',
    type,
    header[3] || id,
    header[12] || 'P',
    '2.5.1',
  ];
  const first = [...msh, '', '', '', '', '', options.charset].map((field) => field ?? '').join(marks.field);
  const encoding = `${marks.component}${marks.repetition}${marks.escape}\u001f`;
  return patientRows.some(isAboutPatient)
    ? [first.replace(`MSH${marks.field}`, `MSH${marks.field}${encoding}`), ...body]
    : undefined;
}

/** A comment on a patient or an order without results has no place: it is passed on, and refused where HL7 is read. */
function isAboutPatient(row: Row, index: number, rows: readonly Row[]): boolean {
  const before = rows[index - 1]?.type;
  return row.type === 'R' || (row.type === 'C' && (before === 'P' || before === 'O')) || !isRecord(row);
}

function isRecord({ type }: Row): boolean {
  return /^[HPORCQLMS]$/.test(type);
}

/** H-2 declares the separators; nothing when this is no header. */
function readMarks(header: string): Marks | undefined {
  const pattern = /^H(?<field>[^\w\s])(?<repetition>[^\w\s])(?<component>[^\w\s])(?<escape>[^\w\s])/;
  return pattern.exec(header)?.groups as Marks | undefined;
}

/** O-12 says Q for a control; its results and comments go with it. */
function withoutQualityControl(rows: readonly Row[]): readonly Row[] {
  let isControl = false;
  return rows.filter(({ type, fields }) => {
    isControl = type === 'O' ? fields[12] === 'Q' : isControl && type !== 'P';
    return !isControl;
  });
}

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`;
const numeric = new RegExp(String.raw`^\s*(?:<=|>=|<|>)?\s*${number}\s*$`);

/** R-9 → OBX-11. What is not here has no counterpart. */
const statuses = new Map(
  ['FF', 'VF', 'QF', 'RF', 'CC', 'PP', 'SS', 'II', 'XX', 'NN'].map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

function createWriters({ field, component, repetition }: Marks, { patientField }: Options) {
  const line = (values: Readonly<Record<number, string | undefined>>, name: string): string[] => {
    const last = Math.max(...Object.keys(values).map(Number));
    return [[name, ...Array.from({ length: last }, (_, index) => values[index + 1] ?? '')].join(field)];
  };
  const part = (text: string | undefined, position: number): string => text?.split(component)[position - 1] ?? '';
  /** A universal test id: a standard code with its name and system, then the code that the maker has for the test. */
  const test = (text = ''): string => {
    const [code, name, system, ...rest] = (text.split(repetition, 1)[0] ?? '').split(component);
    // Some makers leave the fourth place empty, and have their code in the next.
    const own = rest.find((piece) => piece !== '');
    const standard = code ? [code, name, /^(?:LN|LOINC)$/i.test(system ?? '') ? 'LN' : ''] : [];
    return [...standard, ...(own ? [own, code ? '' : name] : [])].join(component);
  };
  /** Bounds where there is one range; of several, such as a normal and a critical one, the text. */
  const range = (text = ''): string =>
    text
      .replaceAll(component, ' to ')
      .replaceAll(repetition, '; ')
      .trim()
      .replace(new RegExp(String.raw`^(${number})\s*to\s*(${number})(?:\s*to)?$`), '$1-$2');
  /** When the specimen was collected, which is when the result was true of the patient. */
  let collected: string | undefined;
  return {
    P: (fields) => line({ 1: '1', 3: fields[patientField] }, 'PID'),
    O: (fields) => {
      collected = fields[8];
      const [number, kind] = [part(fields[3], 1), part(fields[16], 1)];
      return [
        ...line({ 1: '1', 2: number, 4: test(fields[5]), 6: fields[7], 7: collected, 25: fields[26] }, 'OBR'),
        ...(number ? line({ 1: '1', 2: number, 4: kind }, 'SPM') : []),
      ];
    },
    R: (fields) => {
      const type = numeric.test(fields[4] ?? '') ? 'NM' : 'ST';
      const [code, range7] = [test(fields[3]), range(fields[6])];
      const values = { 1: fields[2], 2: type, 3: code, 5: fields[4], 6: fields[5], 7: range7, 8: fields[7] };
      const done = fields[13] || fields[12];
      return line({ ...values, 11: statuses.get(fields[9] ?? ''), 14: collected ? '' : done, 19: done }, 'OBX');
    },
    C: (fields) => line({ 1: '1', 3: fields[4] }, 'NTE'),
  } satisfies Record<string, (fields: readonly string[]) => string[]> as Partial<
    Record<string, (fields: readonly string[]) => string[]>
  >;
}
