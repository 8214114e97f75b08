import type { Coding } from '@medplum/fhirtypes';

type CodingParts = Readonly<Partial<Record<'system' | 'code' | 'display', string | undefined>>>;

/** Makes a Coding of the parts that are known. */
export function coded({ system, code, display }: CodingParts): Coding {
  return {
    ...(system !== undefined && { system }),
    ...(code !== undefined && { code }),
    ...(display !== undefined && { display }),
  };
}
