/** Cases that the mock does not answer as Medplum does, by id, and why. */
export const notYet: Readonly<Record<string, string>> = {};
