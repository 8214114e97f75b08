import { describe, expect, test } from 'vitest';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { translation } from '#test/settings.ts';
import { translateMessage } from './translate-message.ts';

function results(body: Buffer) {
  return translateMessage(body, translation).orders.flatMap((order) => order.results);
}

const values = (body: Buffer) => results(body).map(({ valueString }) => valueString);
const notes = (body: Buffer) => results(body).map(({ note = [] }) => note.map(({ text }) => text));
const obx = (type: string, value: string, unit = ''): string => `OBX|1|${type}|X^Test^L||${value}|${unit}|||||F`;
const first = (...lines: readonly string[]) => results(resultMessage(lines))[0];
const pid = (numbers: string): Buffer => hl7(header(), `PID|1||${numbers}`, 'OBR|1||F', glucose);

describe('[D3] [F11] text that FHIR does not take', () => {
  test.each(['', ' ', '\t ', '""', String.raw`\H\\N\ `, String.raw`\.br\ `, '~', '\n'])(
    'note %j, which says nothing, is left out and the others stay',
    (text) => {
      expect(notes(resultMessage([glucose, 'NTE|1|L|one', `NTE|2|L|${text}`, 'NTE|3|L|three']))).toEqual([
        ['one', 'three'],
      ]);
      expect(first(glucose, `NTE|1|L|${text}`)).not.toHaveProperty('note');
    },
  );

  test.each(['ST', 'TX', 'FT', 'NM', 'SN', 'CE', 'DT', 'TM', 'ED', ''])(
    'value of type %s that says nothing, when translated, is absent and says so',
    (type) => {
      for (const value of ['', '""', ...(type === 'ED' ? [] : [' ', String.raw`\H\\N\ `])]) {
        expect(first(obx(type, value))?.dataAbsentReason?.coding?.[0]?.code).toBe('unknown');
      }
    },
  );

  test.each([
    ['OBX-5', obx('TX', 'page one\fpage two'), 5],
    ['OBX-5', obx('NM', 'a\u0001'), 5],
    ['OBX-5', obx('CE', 'A\u0007^Anna^L'), 5],
    ['OBX-5', obx('ST', String.raw`a\X0C\b`), 5],
    ['OBX-3', 'OBX|1|NM|2345  7^G^LN||1||||||F', 3],
    ['OBX-7', `OBX|1|NM|X||1||1-\u00022||||F`, 7],
    ['NTE-3', `${glucose}\rNTE|1|L|a\u000bb`, 3],
    ['OBX-6', obx('NM', '5', 'mg\u0007/L'), 6],
    ['OBX-6', obx('NM', '5 or so', 'mg\u0007/L'), 6],
    ['OBX-6', obx('SN', '^1^-^5', 'mg\u0007/L'), 6],
    ['OBX-6', obx('NM', '5', 'm  g^^UCUM'), 6],
    ['OBX-8', 'OBX|1|NM|X||1|||H\u0001|||F', 8],
    ['OBX-11', 'OBX|1|NM|X||1||||||F\u0001', 11],
    ['OBX-14', 'OBX|1|NM|X||1||||||F|||2026\u0001', 14],
    ['OBX-5', obx('CE', 'A  B^two blanks^L'), 5],
  ])('%s with text that Medplum refuses, when translated, is refused before AA', (place, line, field) => {
    expect(() => first(line)).toThrow(
      expect.objectContaining({
        acknowledgment: 'AE',
        message: expect.stringContaining(place),
        location: expect.objectContaining({ field }),
      }),
    );
  });

  test.each([
    ['OBR-4', 'OBR|1||F|GL\u0007U^Glucose^L', ''],
    ['OBR-4', 'OBR|1||F|GLU ^Glu\fcose^L', ''],
    ['SPM-4', 'OBR|1||F|GLU', 'SPM|1|S1||SER\u0001^Serum'],
  ])('%s of an order with text that Medplum refuses, is refused before AA', (place, order, specimen) => {
    const body = hl7(header(), 'PID|1||MRN-1', order, glucose, ...(specimen ? [specimen] : []));

    expect(() => results(body)).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', message: expect.stringContaining(place) }),
    );
  });

  test('a later segment of a name, when it is refused, is counted from the first, not by its set id', () => {
    const refused = [glucose, glucose, obx('ST', '\f')];
    const noted = [glucose, 'NTE|1||a', 'NTE|1||\f'];

    expect(() => first(...refused)).toThrow(
      expect.objectContaining({ location: { segment: 'OBX', sequence: 3, field: 5 } }),
    );
    expect(() => first(...noted)).toThrow(
      expect.objectContaining({ location: { segment: 'NTE', sequence: 2, field: 3 } }),
    );
  });

  test('hexadecimal bytes that the character set does not have, when translated, are refused', () => {
    expect(() => first(obx('ST', String.raw`a\XFF\b`))).toThrow('escape sequence');
  });
});

describe('[D3] segments', () => {
  test('a line feed inside a field, when CR ends the segments, is part of the text', () => {
    expect(values(resultMessage([obx('TX', 'Abnormal today:\nHGB\nWBC')]))).toEqual(['Abnormal today:\nHGB\nWBC']);
  });

  test.each(['\n', '\n\n'])('a segment after %j, where CR ends the others, refuses the message', (end) => {
    const body = Buffer.concat([resultMessage([glucose]).subarray(0, -1), Buffer.from(end), hl7(glucose)]);

    expect(() => results(body)).toThrow('A segment stands after a line feed');
  });

  test.each(['\n', '\r\n'])('a message whose lines all end with %j, is read', (end) => {
    const body = Buffer.from(
      resultMessage([obx('TX', 'a')])
        .toString()
        .replaceAll('\r', end),
    );

    expect(values(body)).toEqual(['a']);
  });

  test.each(['HGB', 'HGB|1', 'HGB rest of a text', 'ZZ|1', 'obx|1', 'OBX1|2'])(
    'line %j, which begins no segment of HL7, refuses the message',
    (line) => {
      expect(() => results(resultMessage([glucose, line]))).toThrow('Line 5 does not begin with the name of a segment');
    },
  );

  test('a segment of the site itself, is passed over', () => {
    expect(results(resultMessage(['ZAB|1', glucose]))).toHaveLength(1);
  });

  test.each(['MSH', 'BHS', 'FHS', 'BTS', 'FTS'])('%s inside a message, refuses the frame', (name) => {
    const second = Buffer.concat([resultMessage([glucose]), hl7(header({ mode: 'T' }).replace('MSH', name))]);

    expect(() => results(second)).toThrow('Line 5 begins another message');
  });

  test.each(['MSH|^^^^|A', 'MSH|^~^&|A', 'MSH||~\\&|A'])(
    'header %j, whose separators are not five, is refused',
    (line) => {
      expect(() => results(hl7(line))).toThrow('five separators');
    },
  );
});

describe('[D3] header', () => {
  test.each(['garbage', '20261301', '20261127 12:00', '20261127120000+9999', '2026112712000', '20260230'])(
    'MSH-7 %s, which is no time and could have given all times their offset, refuses the message',
    (time) => {
      expect(() => results(resultMessage([glucose], { time }))).toThrow(
        expect.objectContaining({ acknowledgment: 'AE', location: { segment: 'MSH', sequence: 1, field: 7 } }),
      );
    },
  );

  test.each(['', '""', '2026', '20261127120000.1234-0500', '20261127120000+0000^S'])('MSH-7 %s, is taken', (time) => {
    expect(results(resultMessage([glucose], { time }))).toHaveLength(1);
  });

  test('the offset of MSH-7, holds for every time of the message that has none', () => {
    const time = '20260914083012-0500';
    const lines = [glucose, 'OBX|2|NM|X||1||||||F|||20260914080000', 'OBX|3|NM|X||1||||||F|||20260914080000+0000'];

    const times = results(resultMessage(lines, { time })).map(({ effectiveDateTime }) => effectiveDateTime);

    expect(times.slice(1)).toEqual(['2026-09-14T08:00:00-05:00', '2026-09-14T08:00:00+00:00']);
  });

  test.each(['2.3', '2.5.1', '2.8.2', '2.10'])('MSH-12 %s, is a version 2 of HL7', (version) => {
    const body = hl7(header().replace('2.5.1', version), 'PID|1||RC-1', 'OBR|1', glucose);

    expect(results(body)).toHaveLength(1);
  });

  test.each(['2.x', '2', '2.5 or so', '3.0', 'v2.5'])('MSH-12 %s, is no version 2 of HL7', (version) => {
    expect(() => results(hl7(header().replace('2.5.1', version), 'PID|1||RC-1', 'OBR|1', glucose))).toThrow('MSH-12');
  });
});

describe('[D3] patient number', () => {
  test.each([
    ['RC-1002^^^LAKESIDE^MR~RC-1001^^^RIVERSIDE^MR', 'RC-1001'],
    ['RC-1001^^^RIVERSIDE&1.2.3&ISO^MR', 'RC-1001'],
    ['9^^^RIVERSIDE^PI~RC-1001^^^RIVERSIDE^MR', 'RC-1001'],
    ['RC-1001^^^RIVERSIDE~RC-1002^^^LAKESIDE^MR', 'RC-1001'],
    ['123^^^RIVERSIDE^SS~RC-1001', 'RC-1001'],
    ['RC-1001', 'RC-1001'],
    ['RC-1001^^^^MR^RIVERSIDE', 'RC-1001'],
    ['RC-1001^^^""^MR', 'RC-1001'],
    ['RC-1001^^^RIVERSIDE&local 7&L^MR', 'RC-1001'],
    ['RC-1001^^^RIVERSIDE&1.2.3&M^MR', 'RC-1001'],
    ['RC-1001^^^RIVERSIDE&1.2.3&n^MR', 'RC-1001'],
    ['9^^^RIVERSIDE^PT~RC-1001^^^RIVERSIDE^PI', 'RC-1001'],
    ['9^^^RIVERSIDE~RC-1001^^^RIVERSIDE^PT', 'RC-1001'],
    ['RC&1001^^^RIVERSIDE^MR', 'RC&1001'],
  ])('PID-3 %s, gives this site\u2019s number %s', (numbers, value) => {
    expect(results(pid(numbers))[0]?.subject?.identifier).toEqual({ system: translation.patientSystem, value });
  });

  test.each([
    ['another authority\u2019s number', 'RC-1002^^^LAKESIDE^MR', 204],
    ['another authority\u2019s number beside a name of ours in another place', '7^RIVERSIDE^^LAKESIDE^MR', 204],
    ['our name as the type of another authority\u2019s id', 'RC-1002^^^LAKESIDE&1.2.3&RIVERSIDE^MR', 204],
    ['our name as another authority\u2019s local id', 'RC-1002^^^LAKESIDE&RIVERSIDE&L^MR', 204],
    ['our name where an id without its type stands', 'RC-1002^^^&RIVERSIDE^MR', 204],
    ['an authority whose name begins as ours', 'RC-1002^^^RIVERSIDE NORTH^MR', 204],
    ['another authority\u2019s facility alone', 'RC-1002^^^^MR^LAKESIDE', 204],
    ['no number of a patient', '123^^^RIVERSIDE^SS', 204],
    ['two numbers of equal rank', '1^^^RIVERSIDE^MR~2^^^RIVERSIDE^MR', 204],
    ['no number at all', '^^^RIVERSIDE^MR', 101],
  ])('PID-3 with %s, refuses the message', (_, numbers, code) => {
    expect(() => results(pid(numbers))).toThrow(expect.objectContaining({ acknowledgment: 'AE', code }));
  });
});

describe('[D3] patient number of a site that knows its universal id', () => {
  const site = { ...translation, patientAuthorities: ['RIVERSIDE', '1.2.840.9'] };
  const numberIn = (numbers: string) => translateMessage(pid(numbers), site).orders[0]?.subject.identifier.value;

  test.each([
    'RC-1^^^RIVERSIDE&1.2.840.9&ISO^MR',
    'RC-1^^^&1.2.840.9&ISO^MR',
    'RC-1^^^&1.2.840.9^MR',
    'RC-1^^^ANY NAME&1.2.840.9&ISO^MR',
    'RC-1^^^1.2.840.9^MR',
    'RC-1^^^RIVERSIDE&1.2.840.7&L^MR',
    'RC-1^^^RIVERSIDE&1.2.840.7&M^MR',
    'RC-1^^^RIVERSIDE&1.2.840.7&n^MR',
    'RC-1^^^RIVERSIDE^MR',
    'RC-2^^^RIVERSIDE&1.2.840.7&ISO^MR~RC-1^^^&1.2.840.9&ISO^MR',
  ])('PID-3 %s, gives RC-1', (numbers) => {
    expect(numberIn(numbers)).toBe('RC-1');
  });

  test.each([
    'RC-2^^^RIVERSIDE&1.2.840.7&ISO^MR',
    'RC-2^^^&1.2.840.99&ISO^MR',
    'RC-2^^^RIVERSIDE&other.example&DNS^MR',
    'RC-2^^^RIVERSIDE&1.2.840.7^MR',
  ])('PID-3 %s, whose universal id is another authority\u2019s, refuses the message', (numbers) => {
    expect(() => numberIn(numbers)).toThrow(expect.objectContaining({ code: 204 }));
  });
});

describe('[D3] patient number of a site that knows another kind of universal id', () => {
  test.each(['8D1F8B8A-1111-4222-8333-444455556666', 'urn:lab:riverside'])(
    'where %s is one, a message with another authority\u2019s universal id is refused',
    (own) => {
      const site = { ...translation, patientAuthorities: ['RIVERSIDE', own] };
      const numberIn = (numbers: string) => translateMessage(pid(numbers), site).orders[0]?.subject.identifier.value;

      expect(numberIn(`RC-1^^^ANY&${own}&URI^MR`)).toBe('RC-1');
      expect(numberIn('RC-1^^^RIVERSIDE^MR')).toBe('RC-1');
      expect(() => numberIn('RC-2^^^RIVERSIDE&1.2.840.7&ISO^MR')).toThrow(expect.objectContaining({ code: 204 }));
    },
  );

  test.each(['LAB 1.2.3', '1.2.3 LAB', '9.2.3', '1'])('where %s is one, it is a name like others', (own) => {
    const site = { ...translation, patientAuthorities: ['RIVERSIDE', own] };
    const body = pid('RC-1^^^RIVERSIDE&1.2.840.7&ISO^MR');

    expect(translateMessage(body, site).orders[0]?.subject.identifier.value).toBe('RC-1');
  });
});

describe('[D3] segments in an order that says nothing', () => {
  test.each([
    ['OBX without OBR', [header(), 'PID|1||RC-1', glucose], 'OBR', 'OBX without OBR before it (line 3)'],
    ['OBR without PID', [header(), 'OBR|1', glucose], 'PID', 'OBR without PID before it'],
    ['SPM without OBR', [header(), 'PID|1||RC-1', 'SPM|1|^S', 'OBR|1', glucose], 'OBR', 'SPM without OBR before it'],
    ['no OBX', [header(), 'PID|1||RC-1', 'OBR|1'], 'OBX', 'The message holds no result (OBX)'],
  ])('%s, is refused by what is missing and where', (_, lines, segment, message) => {
    expect(() => results(hl7(...lines))).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', message, location: { segment } }),
    );
  });

  test.each([
    ['another type', header({ type: 'ORM^O01' }), 9],
    ['no control id', header({ id: '' }), 10],
    ['a training message', header({ mode: 'T' }), 11],
    ['another version', header().replace('2.5.1', '3.0'), 12],
  ])('header with %s, is refused by its field', (_, first, field) => {
    expect(() => results(hl7(first, 'PID|1||RC-1', 'OBR|1', glucose))).toThrow(
      expect.objectContaining({ acknowledgment: 'AR', location: { segment: 'MSH', field } }),
    );
  });

  test.each(['MSH', 'BHS', 'FHS', 'BTS', 'FTS'])('%s inside a message, is refused as another message', (name) => {
    expect(() => first(glucose, String.raw`${name}|^~\&|CHEM`)).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', code: 100, location: { segment: name, sequence: 2 } }),
    );
  });

  test('message without a header, is refused where the header should be', () => {
    expect(() => results(Buffer.from('PID|1'))).toThrow(expect.objectContaining({ location: { segment: 'MSH' } }));
    expect(() => results(Buffer.from('junk MSH|^~\\&|'))).toThrow(expect.objectContaining({ acknowledgment: 'AR' }));
  });
});

describe('[D3] notes', () => {
  test.each([
    ['ORU^R01^ORU_R01', ['NTE|1||all']],
    ['OUL^R22^OUL_R22', ['SFT|maker', 'NTE|1||all']],
  ])('a note after the header of %s, belongs to all results of all patients', (type, lines) => {
    const order = ['OBR|1||F', glucose];
    const body = hl7(header({ type }), ...lines, 'PID|1||RC-1', ...order, 'PID|2||RC-2', ...order, 'NTE|1||one');

    expect(notes(body)).toEqual([['all'], ['one', 'all']]);
  });

  test.each(['FT1|1', 'CTI|1'])('a note after %s, which follows the results, belongs to the order', (segment) => {
    expect(notes(resultMessage([glucose, glucose, segment, 'NTE|1||of order']))).toEqual([['of order'], ['of order']]);
  });

  test.each(['ORU^R01^ORU_R01', 'OUL^R22^OUL_R22'])(
    'a note after ORC that follows a result in %s, is of the next order',
    (type) => {
      const lines = ['PID|1||RC-1', 'OBR|1||F-1', glucose, 'ORC|RE', 'NTE|1||two', 'OBR|2||F-2', glucose];

      expect(notes(hl7(header({ type }), ...lines))).toEqual([[], ['two']]);
    },
  );

  test('a note after ORC that follows an order without results in an ORU, is of the next order', () => {
    expect(notes(resultMessage(['ORC|RE', 'NTE|1||two', 'OBR|2||F-2', glucose]))).toEqual([['two']]);
  });

  test('a note after ORC, belongs to the order that follows', () => {
    const lines = [glucose, 'NTE|1|L|one', 'ORC|RE', 'NTE|1|L|two', 'OBR|2||F-2', glucose];

    expect(notes(resultMessage(lines))).toEqual([['one'], ['two']]);
  });

  test('a note after SPM, belongs to all results of the order and not to the last', () => {
    expect(notes(resultMessage([glucose, glucose, 'SPM|1|^S-1', 'NTE|1|L|clotted']))).toEqual([
      ['clotted'],
      ['clotted'],
    ]);
  });

  test('a note after PID, belongs to all results of that patient', () => {
    const body = hl7(header(), 'PID|1||RC-1', 'NTE|1|L|fasting', 'OBR|1', glucose, 'PID|2||RC-2', 'OBR|1', glucose);

    expect(notes(body)).toEqual([['fasting'], []]);
  });

  test.each([
    ['an order without OBX', [glucose, 'OBR|2||F-2', 'NTE|1||clotted']],
    ['an order without OBX before others', ['NTE|1||clotted', 'OBR|2||F-2', glucose]],
    ['an ORC that no order follows', [glucose, 'ORC|RE', 'NTE|1||clotted']],
    ['a patient without orders', [glucose, 'PID|2||RC-2', 'NTE|1||clotted']],
    ['an OBX that is no result', [glucose, glucose.replace('|F', '|N'), 'NTE|1||clotted']],
  ])('a note about %s, which would go nowhere, is refused with its place', (_, lines) => {
    const notedFirst = ['NTE|1||', ...lines];

    expect(() => results(resultMessage(notedFirst))).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', location: { segment: 'NTE', sequence: 2, field: 3 } }),
    );
  });

  test('a note after PID, where only one of its orders has a result, is with that one', () => {
    const body = hl7(header(), 'PID|1||RC-1', 'NTE|1||fasting', 'OBR|1||F-1', 'OBR|2||F-2', glucose);

    expect(notes(body)).toEqual([['fasting']]);
  });
});

describe('[D3] numbers and times', () => {
  const unit = 'mg/L^^UCUM';

  test.each([
    ['=^23', { valueQuantity: { value: 23, code: 'mg/L' } }],
    ['^4.5', { valueQuantity: { value: 4.5 } }],
    ['>^100', { valueQuantity: { comparator: '>', value: 100 } }],
    ['<>^23', { valueString: '<>23 mg/L' }],
    ['=^1^:^128', { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }],
    ['=^5^-^10', { valueRange: { low: { value: 5 }, high: { value: 10 } } }],
    ['^10^-^5', { valueString: '10-5 mg/L' }],
    ['>^1^:^128', { valueString: '>1:128 mg/L' }],
    ['^5&6', { valueString: '5&6 mg/L' }],
    ['=', { dataAbsentReason: { coding: [{ code: 'unknown' }] } }],
  ])('SN %s, when translated, is %o', (value, expected) => {
    expect(first(obx('SN', value, unit))).toMatchObject(expected);
  });

  test.each([
    ['12345678901234567890', { valueString: '12345678901234567890' }],
    ['0.00000000000000001', { valueQuantity: { value: 1e-17 } }],
    ['5.4', { valueQuantity: { value: 5.4 } }],
    ['5^', { valueQuantity: { value: 5 } }],
    ['5^6', { valueString: '5^6' }],
    ['5&6', { valueString: '5&6' }],
  ])('NM %s, of which a JSON number may not keep all, is %o', (value, expected) => {
    expect(first(obx('NM', value))).toMatchObject(expected);
  });

  test.each([
    ['10^9/L', { unit: '10^9/L' }],
    [String.raw`10\S\9/L`, { unit: '10^9/L' }],
    ['x10^3/uL', { unit: 'x10^3/uL' }],
    ['kg/m^2', { unit: 'kg/m^2' }],
    ['10^9/L^^UCUM', { unit: '10^9/L', code: '10^9/L', system: 'http://unitsofmeasure.org' }],
    ['10^9/L^10*9/L^UCUM^x10^y^L', { unit: '10*9/L', code: '10^9/L' }],
    ['10^3^UCUM', { unit: '10^3' }],
    ['mg&dL', { unit: 'mg&dL' }],
    ['10*9/L^10*9/L^UCUM', { unit: '10*9/L', code: '10*9/L' }],
    ['mg/dL^milligram per deciliter^UCUM', { unit: 'milligram per deciliter', code: 'mg/dL' }],
    ['1^^UCUM', { unit: '1', code: '1' }],
    ['10^9^/L', { unit: '10^9^/L' }],
    ['10^3/uL^10^3/uL^UCUM', { unit: '10^3/uL', code: '10^3/uL' }],
    ['10^12/L^^L', { unit: '10^12/L' }],
    ['mg/L^^UCUM^1^one^L', { unit: 'mg/L', code: 'mg/L' }],
    ['IU/L^^ISO+^U/L^^UCUM', { unit: 'U/L', code: 'U/L' }],
    ['mg~dL', { unit: 'mg~dL' }],
    ['mg&', { unit: 'mg' }],
  ])('unit %s, when translated, is %o', (text, expected) => {
    expect(first(obx('NM', '5.4', text))?.valueQuantity).toMatchObject(expected);
  });

  test.each(['70^105', '<5 & >3', '1~2', '105-70', 'negative'])(
    'range %s, of which no part may be lost, is text alone',
    (range) => {
      expect(first(`OBX|1|NM|X^Test^L||5|mg|${range}||||F`)?.referenceRange).toEqual([{ text: range }]);
    },
  );

  test.each([
    ['H&H^Hb & Hct^L', 'H&H', 'Hb & Hct'],
    ['H^Hb~Hct^L', 'H', 'Hb~Hct'],
    ['H&^Hb&^L', 'H', 'Hb'],
  ])('OBX-3 %s, with separators in its words, keeps them', (name, code, display) => {
    expect(first(`OBX|1|NM|${name}||5||||||F`)?.code.coding?.[0]).toMatchObject({ code, display });
  });

  test.each(['0815xx', '081599', '0861', '2460', 'x0815', '08:15', '0815+9'])(
    'TM %s, which is no time, is refused',
    (text) => {
      expect(() => first(obx('TM', text))).toThrow('OBX-5 is not a time of day');
    },
  );

  test.each([
    ['081530.25', { valueTime: '08:15:30.25' }],
    ['0815+0200', { valueString: '0815+0200' }],
    ['08', { valueString: '08' }],
  ])('TM %s, when translated, is %o', (text, expected) => {
    expect(first(obx('TM', text))).toMatchObject(expected);
  });

  test.each(['0000', '20260914083012+9999', '20260914083012+1430', '20260914x', '202609140830123'])(
    'DTM %s, which FHIR does not take, is refused',
    (text) => {
      expect(() => first(obx('DTM', text))).toThrow('OBX-5 is not a date or time');
    },
  );
});

describe('[D3] text and documents', () => {
  test('formatted text in several OBX of one test, is one Observation with all lines', () => {
    expect(values(resultMessage([obx('FT', 'line 1'), obx('FT', 'line 2')]))).toEqual(['line 1\nline 2']);
  });

  test('text in several OBX of one test, is one Observation with all lines and notes', () => {
    const lines = [obx('TX', 'line 1'), obx('TX', 'line 2'), 'NTE|1|L|a', obx('TX', ''), obx('TX', 'line 4')];

    expect(values(resultMessage(lines))).toEqual(['line 1\nline 2\n\nline 4']);
    expect(notes(resultMessage(lines))).toEqual([['a']]);
  });

  test('two texts with sub-ids or of two tests, stay two', () => {
    const sub = 'OBX|1|TX|X^Test^L|1|a||||||F';

    expect(values(resultMessage([sub, sub.replace('|1|a', '|2|b'), obx('TX', 'c')]))).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['^Application^PDF^Base64^JVBERi0=', 'application/pdf', 'JVBERi0='],
    ['^IM^JPEG^Hex^ffd8', 'image/jpeg', '/9g='],
    ['^TEXT^plain^A^a \\T\\ b', 'text/plain', 'YSAmIGI='],
    ['^AP^odd type^Base64^AAAA', 'application/octet-stream', 'AAAA'],
  ])('ED %s beside a number, is a document of type %s', (value, contentType, data) => {
    const [document, number] = results(resultMessage([obx('ED', value), glucose]));

    expect(document?.extension?.[0]?.valueAttachment).toEqual({ contentType, data });
    expect(number?.valueQuantity?.value).toBe(96);
  });

  test.each(['^AP^PDF^Base64^a b!', '^AP^PDF^Hex^abc', '^AP^PDF^Base64^', '^AP^PDF^zip^AAAA'])(
    'ED %s, whose data are not what it says, is refused',
    (value) => {
      expect(() => first(obx('ED', value))).toThrow('OBX-5 holds no document');
    },
  );
});

describe('[D3] OUL^R22', () => {
  const oul = (...lines: readonly string[]): Buffer => hl7(header({ type: 'OUL^R22^OUL_R22' }), ...lines);

  test('specimens that come before their orders, give each result its own specimen, order and notes', () => {
    const body = oul(
      'PID|1||RC-1',
      'SPM|1|^S-1',
      'NTE|1|L|of specimen 1',
      'OBR|1||F-1',
      'ORC|RE',
      'NTE|1|L|of order 1',
      glucose,
      'SPM|2|^S-2',
      'OBR|2||F-2',
      glucose,
      'NTE|1|L|of result 2',
    );

    expect(results(body).map(({ specimen }) => specimen?.identifier?.value)).toEqual(['S-1', 'S-2']);
    expect(notes(body)).toEqual([['of specimen 1', 'of order 1'], ['of result 2']]);
  });

  test('a result of the specimen itself, needs no order', () => {
    expect(results(oul('PID|1||RC-1', 'SPM|1|^S-1', glucose))).toHaveLength(1);
  });
});

describe('[D3] [D7] corrections', () => {
  const slot = (body: Buffer) => results(body)[0]?.identifier[2]?.value;
  const message = (id: string, line: string): Buffer => resultMessage([line], { id });

  test('a correction, in another message, has the place of what it corrects and an identifier of its own', () => {
    const [original, correction] = [
      message('M1', glucose),
      message('M2', glucose.replace('96', '97').replace('|F', '|C')),
    ];

    expect(slot(correction)).toBe(slot(original));
    expect(results(correction)[0]?.identifier[0]).not.toEqual(results(original)[0]?.identifier[0]);
  });

  test.each([
    ['another test', (text: string) => text.replace('2345-7', '2345-8')],
    ['another patient', (text: string) => text.replace('RC-1001', 'RC-1002')],
    ['another order number', (text: string) => text.replace('F-1', 'F-2')],
    ['another time of collection', (text: string) => text.replace('074500', '074600')],
    ['another sub-id', (text: string) => text.replace('^LN||96', '^LN|2|96')],
  ])('%s, has another place', (_, change) => {
    const original = message('M1', glucose).toString();

    expect(slot(Buffer.from(change(original)))).not.toBe(slot(Buffer.from(original)));
  });

  test('two results of one test in an order, have places of their own', () => {
    const places = results(resultMessage([glucose, glucose])).map(({ identifier }) => identifier[2]?.value);

    expect(new Set(places).size).toBe(2);
  });
});
