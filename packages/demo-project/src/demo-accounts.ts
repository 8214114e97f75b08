import passwords from '../data/passwords.json' with { type: 'json' };
import users from '../data/users.json' with { type: 'json' };

/** One person who can sign in to the clinic. The password is public: it opens demo data only. */
export type DemoAccount = Readonly<{ name: string; role: string; email: string; password: string }>;

const roles: Record<string, string> = {
  'olive.owner@clinic.example': 'project administrator',
  'maya.rivera@clinic.example': 'practitioner',
  'noor.haddad@clinic.example': 'practitioner and patient: chooses a profile',
  'sam.carter@example.com': 'patient',
  'lena.novak@example.com': 'patient',
};

/** The people of the clinic, in the order a newcomer meets them. */
export const demoAccounts: readonly DemoAccount[] = users.map((user) => ({
  name: `${user.firstName} ${user.lastName}`,
  role: roles[user.email] ?? 'user',
  email: user.email,
  password: (passwords as Record<string, string>)[user.id] ?? '',
}));

/**
 * Finds the account of one person.
 *
 * @param firstName - For example `Maya`.
 * @throws RangeError when nobody at the clinic has that first name.
 */
export function demoAccount(firstName: string): DemoAccount {
  const account = demoAccounts.find(({ name }) => name.startsWith(`${firstName} `));
  if (!account) {
    throw new RangeError(`No demo account is named ${firstName}`);
  }
  return account;
}
