import { expect, test } from 'vitest';
import { glucose, header, resultMessage } from '#test/hl7-text.ts';
import { obx, resultsOf } from '#test/translated.ts';

const text = (value: string): Buffer => resultMessage([obx({ type: 'TX', value })]);
const refusal = (code: number, segment: string) =>
  expect.objectContaining({ acknowledgment: 'AE', code, location: expect.objectContaining({ segment }) });

test.each([
  ['MSH', String.raw`MSH|^~\&|CHEM|LAB`],
  ['MSH', String.raw`MSH#^~\&#CHEM#LAB`],
  ['MSH', String.raw`MSH|^~\&#|CHEM`],
  ['MSH', String.raw`MSH|^~\&`],
  ['BHS', String.raw`BHS|^~\&|CHEM`],
  ['FHS', String.raw`FHS|^~\&|CHEM`],
])('[D3] %s at the end of a field, in %s, refuses the frame: that message would vanish', (name, line) => {
  const at = (before: string) => () => resultsOf(resultMessage([`${glucose}${before}${line}`, glucose]));

  for (const before of ['', ' ', '\u000b', '\t', '||||||||||a']) {
    expect(at(before)).toThrow(refusal(100, name));
  }
  expect(() => resultsOf(Buffer.from(resultMessage([glucose]).toString().replace('\r', `||x${line}\r`)))).toThrow(
    refusal(100, name),
  );
});

test.each(['MSH', 'MSH: 5 pmol/L', 'MSH- and ACTH', String.raw`MSH\F\1`])(
  '[D3] %s in a text, which is a hormone and no header, is part of the text',
  (value) => {
    expect(resultsOf(text(value))[0]?.valueString).toBe(value.replace(String.raw`\F\ `.trim(), '|'));
  },
);

test.each(['\nNTE|1||x', '\n NTE|1||x', '\n\n\tOBX|2|NM|X||5', '\nZAB|1', '\nZ01|1'])(
  '[D3] segment %j, after a line feed where others end with CR, refuses the message',
  (line) => {
    expect(() => resultsOf(resultMessage([glucose + line]))).toThrow(refusal(100, 'MSH'));
  },
);

test.each(['WBC\nHGB', 'a\nOBX^b', 'a\nOBX', 'a\nZAP: b', 'a\nNTEX'])(
  '[D3] text %j, whose line begins as the name of a segment does, is text',
  (value) => {
    expect(resultsOf(text(`${value} `))[0]?.valueString).toBe(`${value} `);
  },
);

test.each(['\r', '\n', '\r\n', '\n\r', '\r\r', '\r\n\n'])('[D3] lines that all end with %j, are segments', (end) => {
  const body = resultMessage([glucose, glucose]).toString().replaceAll('\r', end);

  expect(resultsOf(Buffer.from(body)).map(({ status }) => status)).toEqual(['final', 'final']);
});

test.each(['ZAB', 'ZA|1', 'ZABC|1', 'zab|1', ' OBX|1', 'XZAB|1'])(
  '[D3] line %j, which may be the rest of a field that was cut, refuses the message',
  (line) => {
    expect(() => resultsOf(resultMessage([glucose, line]))).toThrow(refusal(100, 'MSH'));
  },
);

test.each(['\n', '\n\n'])(
  '[D3] header with %j and another segment at its end, is refused for that and nothing else',
  (end) => {
    const [first, ...lines] = resultMessage([glucose], { charset: 'UNICODE UTF-8' }).toString().split('\r');

    expect(() => resultsOf(Buffer.from(`${first}${end}${lines.join('\r')}`))).toThrow(refusal(100, 'MSH'));
  },
);

test('[D3] character set of a header that ends with a line feed, is the one that it names', () => {
  const lines = [header({ charset: '8859/1' }), 'PID|1||RC-1', 'OBR|1', obx({ type: 'TX', value: '\u00e4' })];

  expect(resultsOf(Buffer.from(lines.join('\n'), 'latin1'))[0]?.valueString).toBe('\u00e4');
});

test('[D3] line of blanks alone, is passed over', () => {
  expect(resultsOf(resultMessage([glucose, '   ', glucose]))).toHaveLength(2);
});
