import * as fc from 'fast-check';

const codePoint = fc
  .oneof(fc.nat({ max: 0xd7_ff }), fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }))
  .map((point) => String.fromCodePoint(point));

/** Text of any code points. fast-check's own unit `binary` first makes a table of all of them, which takes seconds. */
export const anyText = fc.string({ unit: codePoint });
