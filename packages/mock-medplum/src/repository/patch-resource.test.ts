import { describe, expect, test } from 'vitest';
import { aliceId, startClinic } from '#fhir/test-clinic.ts';

const jsonPatch = { 'content-type': 'application/json-patch+json' };

/** A FHIRPath Patch of one operation. */
const replaceGender = (path: string): object => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'replace' },
        { name: 'path', valueString: path },
        { name: 'value', valueCode: 'other' },
      ],
    },
  ],
});

describe('patch that costs too much', () => {
  test.each([
    ['copies what it copied before', Array.from({ length: 8 }, () => ({ op: 'copy', from: '/name', path: '/name/-' }))],
    ['copies too often', Array.from({ length: 101 }, () => ({ op: 'copy', from: '/gender', path: '/gender' }))],
    ['has too many operations', Array.from({ length: 1001 }, () => ({ op: 'remove', path: '/x' }))],
  ])('[L5] JSON Patch, that %s, is refused', async (_what, patch) => {
    await using clinic = await startClinic();
    const large = [{ op: 'add', path: '/name', value: [{ text: 'x'.repeat(100_000) }] }];
    await clinic.as()('PATCH', `Patient/${aliceId}`, JSON.stringify(large), jsonPatch);

    const { status, body } = await clinic.as()('PATCH', `Patient/${aliceId}`, JSON.stringify(patch), jsonPatch);

    expect({ status, code: body.issue[0]?.code }).toEqual({ status: 400, code: 'too-costly' });
  });

  test('[L5] FHIRPath Patch, whose regular expression does not end, is refused', async () => {
    await using clinic = await startClinic();
    const endless = `Patient.where('${'a'.repeat(50)}!'.matches('^(a+)+$')).gender`;

    const { status, body } = await clinic.as()('PATCH', `Patient/${aliceId}`, replaceGender(endless));

    expect({ status, code: body.issue[0]?.code }).toEqual({ status: 400, code: 'too-costly' });
  });

  test('FHIRPath Patch, with a regular expression that ends, is applied', async () => {
    await using clinic = await startClinic();

    const { status } = await clinic.as()(
      'PATCH',
      `Patient/${aliceId}`,
      replaceGender("Patient.where('aa'.matches('^a+$')).gender"),
    );

    expect(status).toBe(200);
  });

  test('[L5] write, whose constraint in the policy does not end, is refused', async () => {
    await using clinic = await startClinic();
    const expression = `'${'a'.repeat(50)}!'.matches('^(a+)+$') or true`;
    const send = clinic.as([{ resourceType: 'Patient', writeConstraint: [{ language: 'text/fhirpath', expression }] }]);

    expect(await send('POST', 'Patient', { resourceType: 'Patient' })).toMatchObject({ status: 403 });
  });
});
