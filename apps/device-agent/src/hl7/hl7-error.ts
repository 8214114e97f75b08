/** HL7 table 0357, the codes this agent answers with. */
const errorNames = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  200: 'Unsupported message type',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  207: 'Application internal error',
} as const;

export type Hl7ErrorCode = keyof typeof errorNames;

/** Where the mistake is, as ERR-2 writes it: segment, its number in the message, field. */
export type Hl7Location = Readonly<{ segment: string; sequence?: number; field?: number }>;

/**
 * A message that cannot be taken. Its text goes back to the analyzer and into the log, so it never quotes the message:
 * a field's content may be a patient's.
 */
export class Hl7Error extends Error {
  /** AR: this message will never be taken. AE: correct it, or try again. */
  readonly acknowledgment: 'AE' | 'AR';
  readonly code: Hl7ErrorCode;
  readonly location: Hl7Location | undefined;

  constructor(acknowledgment: 'AE' | 'AR', code: Hl7ErrorCode, message: string, location?: Hl7Location) {
    super(message);
    this.name = 'Hl7Error';
    this.acknowledgment = acknowledgment;
    this.code = code;
    this.location = location;
  }
}

export function hl7ErrorName(code: Hl7ErrorCode): string {
  return errorNames[code];
}
