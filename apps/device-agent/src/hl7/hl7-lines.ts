import { Hl7Error } from './hl7-error.ts';

/** All segments that HL7 v2.3 to v2.8 define. Segments that begin with Z are a site's own. */
const defined = new Set(
  `ABS ACC ADD AFF AIG AIL AIP AIS AL1 APR ARQ ARV AUT BHS BLC BLG BPO BPX BTS BTX BUI CDM CDO CER CM0 CM1 CM2 CNS CON
CSP CSR CSS CTD CTI CTR DB1 DEV DG1 DMI DON DPS DRG DSC DSP ECD ECR EDU EQP EQU ERQ ERR EVN FAC FHS FT1 FTS GOL GP1 GP2
GT1 IAM IAR IIM ILT IN1 IN2 IN3 INV IPC IPR ISD ITM IVC IVT LAN LCC LCH LDP LOC LRL MCP MFA MFE MFI MRG MSA MSH NCK NDS
NK1 NPU NSC NST NTE OBR OBX ODS ODT OH1 OH2 OH3 OH4 OM1 OM2 OM3 OM4 OM5 OM6 OM7 OMC ORC ORG OVR PAC PCE PCR PD1 PDA PDC
PEO PES PID PKG PM1 PMT PR1 PRA PRB PRC PRD PRT PSG PSH PSL PSS PTH PV1 PV2 PYE QAK QID QPD QRD QRF QRI RCP RDF RDT REL
RF1 RFI RGS RMI ROL RQ1 RQD RXA RXC RXD RXE RXG RXO RXR RXV SAC SCD SCH SCP SDD SFT SGH SGT SHP SID SLT SPM SPR STF STZ
SUR TCC TCD TQ1 TQ2 TXA UAC UB1 UB2 URD URS VAR VND VTQ`.split(/\s+/),
);

/** Bytes that some senders put before the first segment: a byte order mark and blank lines. */
export function withoutPreamble(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('latin1');
  return body.subarray(/^(?:\u00ef\u00bb\u00bf|[\r\n\t ])*/.exec(text)?.[0].length ?? 0);
}

/**
 * The first segment, byte for byte (latin1): it can be read before the character set is known. It ends at CR, or where
 * another segment stands after a line feed.
 */
export function headerLine(body: Uint8Array): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const end = bytes.indexOf(0x0d);
  const line = bytes.toString('latin1', 0, end === -1 ? bytes.length : end);
  const [header = ''] = line.split(/\n+(?=[A-Z][A-Z0-9]{2}[^\w\s])/, 1);
  return header;
}

/**
 * Cuts a message into its segments. CR alone ends one (HL7 v2.5.1 §2.5), so a line feed inside a field stays there; only
 * in a message without any CR a line feed ends a segment.
 */
export function splitSegments(text: string): readonly string[] {
  assertOneLineEnd(text);
  const lines = text.includes('\r') ? text.split('\r').map((line) => line.replace(/^\n+/, '')) : text.split('\n');
  return lines.filter((line) => line.trim() !== '');
}

/** Where CR ends the segments, one that stands after a line feed would vanish in the field before it. */
function assertOneLineEnd(text: string): void {
  const lines = text.includes('\r') ? text.matchAll(/[^\r\n]\n[\n\t ]*([A-Z][A-Z0-9]{2})(.)/g) : [];
  if ([...lines].some(([, name = '', separator]) => separator === text.charAt(3) && isSegmentName(name))) {
    throw new Hl7Error('AE', 100, 'A segment stands after a line feed, others after CR: end each with CR', {
      segment: 'MSH',
      sequence: 1,
    });
  }
}

function isSegmentName(name: string): boolean {
  return defined.has(name) || /^Z[A-Z0-9]{2}$/.test(name);
}

/** Refuses a line that begins no segment: it may be the rest of a field that was cut, and must not pass for a segment. */
export function assertSegment(line: string, separator: string, position: number): void {
  const name = line.split(separator, 1)[0] ?? '';
  const isAlone = line.length === name.length;
  if (!isSegmentName(name) || (name.startsWith('Z') && isAlone)) {
    throw new Hl7Error('AE', 100, `Line ${position} does not begin with the name of a segment`, {
      segment: 'MSH',
      sequence: 1,
    });
  }
}
