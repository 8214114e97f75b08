import { translateMessage } from '#hl7/translate-message.ts';
import { resultMessage } from './hl7-text.ts';
import { translation } from './settings.ts';

type Fields = Readonly<
  Partial<Record<'type' | 'code' | 'value' | 'unit' | 'range' | 'flag' | 'status' | 'time', string>>
>;

/** An OBX with these fields; the others say the least that an Observation needs. */
export function obx({ code = 'X^Test^L', status = 'F', ...fields }: Fields): string {
  const { type = 'NM', value = '5', unit = '', range = '', flag = '', time = '' } = fields;
  return ['OBX', '1', type, code, '', value, unit, range, flag, '', '', status, '', '', time].join('|');
}

/** The Observations that a message becomes. */
export function resultsOf(body: Buffer) {
  return translateMessage(body, translation).orders.flatMap(({ results }) => results);
}

/** The Observation that the first OBX of an order becomes. */
export function resultOf(line: string | Fields, ...more: readonly string[]) {
  return resultsOf(resultMessage([typeof line === 'string' ? line : obx(line), ...more]))[0];
}

/** The code of a laboratory's own list, such as L. */
export function localSystem(list: string): string {
  return `${translation.namespace}/codes/${list}`;
}
