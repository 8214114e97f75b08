import passwords from '#data/passwords.json' with { type: 'json' };
import users from '#data/users.json' with { type: 'json' };

/** One person who can sign in to the clinic. The password is public: it opens demo data only. */
export type DemoAccount = Readonly<{ name: string; role: string; email: string; password: string }>;

const roles: Record<string, string> = {
  'olive.owner@clinic.example': 'project administrator',
  'maya.rivera@clinic.example': 'practitioner',
  'noor.haddad@clinic.example': 'practitioner and patient: chooses a profile',
  'sam.carter@example.com': 'patient',
  'lena.novak@example.com': 'patient',
  'ravi.patel@clinic.example': 'practitioner: has to set up a second factor at the first sign-in',
  'vera.lind@clinic.example': "practitioner: is refused here, as her policy lets her in from the clinic's network only",
};

/** Whoever can sign in with a password, in the order a newcomer meets them. Ada Quinn and Kim Larsen have none: others vouch. */
export const demoAccounts: readonly DemoAccount[] = users.flatMap(({ id, firstName, lastName, email }) => {
  const password = (passwords as Record<string, string>)[id];
  return password ? [{ name: `${firstName} ${lastName}`, role: roles[email] ?? 'user', email, password }] : [];
});

/**
 * Finds the account of one person.
 *
 * @param firstName - For example `Maya`.
 * @throws RangeError when nobody with a password has that first name.
 */
export function demoAccount(firstName: string): DemoAccount {
  const account = demoAccounts.find(({ name }) => name.startsWith(`${firstName} `));
  if (!account) {
    throw new RangeError(`No demo account is named ${firstName}`);
  }
  return account;
}
