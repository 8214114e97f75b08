/** What analyzers say in the tests of this folder. */
export const ack = '\x06';
export const nak = '\x15';
export const enq = '\x05';
export const eot = '\x04';
export const head = String.raw`H|\^&|||CHEM-200^1.2^SN7|||||||P|LIS2-A2|20260914083012`;
export const patient = 'P|1|RC-1001||';
export const order = 'O|1|S-77||^^^GLU|R|20260914070000|20260914074500||||||||Serum';
export const glucose = 'R|1|^^^GLU|96|mg/dL|70 to 105|N||F||||20260914080000';
export const end = 'L|1|N';
export const panel: readonly string[] = [head, patient, order, glucose, end];

/** A frame with its number and checksum; `last` is ETX, or ETB when the record goes on. */
export function frame(number: number, text: string, last = '\x03'): string {
  const body = `${number % 8}${text}${last}`;
  const sum = [...Buffer.from(body)].reduce((total, byte) => total + byte, 0) % 256;
  return `\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}

export function frames(records: readonly string[]): readonly string[] {
  return records.map((record, index) => frame(index + 1, `${record}\r`));
}
