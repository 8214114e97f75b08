/** The lines of a message, as the bytes that an analyzer sends. */
export function hl7(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r`).join(''), 'utf8');
}

type HeaderFields = Readonly<{ id?: string; time?: string; type?: string; mode?: string; charset?: string }>;

export function header(fields: HeaderFields = {}): string {
  const { id = 'M1', time = '20260914083012+0200', type = 'ORU^R01^ORU_R01', mode = 'P', charset = '' } = fields;
  return String.raw`MSH|^~\&|CHEM-200|RIVERSIDE|AGENT|RIVERSIDE|${time}||${type}|${id}|${mode}|2.5.1||||||${charset}`;
}

const patient = 'PID|1||RC-1001^^^RIVERSIDE^MR||Carter^Sam||19840312|M';
const order = 'OBR|1||F-1|24323-8^Metabolic panel^LN|||20260914074500+0200';

/** A whole message with one patient, one order and these OBX and NTE lines. */
export function resultMessage(lines: readonly string[], fields?: HeaderFields): Buffer {
  return hl7(header(fields), patient, order, ...lines);
}

export const glucose = 'OBX|1|NM|2345-7^Glucose^LN||96|mg/dL^^UCUM|70-105|N|||F';
