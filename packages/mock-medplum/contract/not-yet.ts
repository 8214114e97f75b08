/** Cases that the mock does not answer as Medplum does, by id, and why. */
export const NOT_YET: Readonly<Record<string, string>> = {};
