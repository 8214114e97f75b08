/** MLLP block characters (HL7 MLLP release 1): VT message FS CR. None of the three occurs in HL7 v2 text. */
export const startBlock = 0x0b;
export const endBlock = 0x1c;
export const carriageReturn = 0x0d;

export function encodeFrame(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(startBlock), body, Buffer.of(endBlock, carriageReturn)]);
}
