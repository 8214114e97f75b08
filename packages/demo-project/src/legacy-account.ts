/**
 * The nurse of the old application's own user list, whom Medplum does not know. She has a membership in Medplum all the same:
 * `demoIds.memberships.kim`. The password is public: it opens demo data only.
 */
export const legacyAccount = { username: 'nurse.kim', password: 'demo-kim-2026' } as const;
