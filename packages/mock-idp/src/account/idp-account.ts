/** One person whom the identity provider knows. Passwords are in plain text: they open demo data only. */
export type IdpAccount = Readonly<{
  /** Stable identifier at this provider. It never changes, an e-mail address may. */
  sub: string;
  email: string;
  emailVerified: boolean;
  givenName: string;
  familyName: string;
  password: string;
  /** Stable identifier at the stand-in for Google. Who has none is not offered there. */
  googleSub?: string | undefined;
}>;
