/** Transmission control characters of ASTM E1381. */
export const signs = {
  stx: 0x02,
  etx: 0x03,
  eot: 0x04,
  enq: 0x05,
  ack: 0x06,
  lf: 0x0a,
  cr: 0x0d,
  nak: 0x15,
  etb: 0x17,
} as const;

/** The checksum of a frame: all bytes from its number to its end character, modulo 256, in hexadecimal (E1381 §6.3.3.1). */
export function checksum(bytes: Uint8Array): string {
  const sum = bytes.reduce((total, byte) => (total + byte) % 256, 0);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

/** Tells whether a frame, from its number to its checksum, came as it was sent. */
export function isWholeFrame(bytes: Buffer): boolean {
  return checksum(bytes.subarray(0, -2)) === bytes.subarray(-2).toString('latin1').toUpperCase();
}
