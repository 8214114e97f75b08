/** What a person can see at the end of a sign-in with an identity provider that never came back to this app. */
export type ProviderAnswer = Readonly<{ shown: string; means: string; next: string }>;

/** What Medplum says on its own host, as bare JSON, and tells no app (medplum/medplum#2730). */
export function medplumTexts(name: string): readonly ProviderAnswer[] {
  return [
    {
      shown: 'Missing code',
      means: `You cancelled at ${name}, or it did not let you through.`,
      next: 'Try again if that was not what you meant.',
    },
    {
      shown: 'User not found',
      means: `${name} knows you, but no account in this project has the email address, or the identifier, that it gave.`,
      next: 'Check that you used the right account, or ask the administrator for an invitation.',
    },
    {
      shown: 'Failed to verify code',
      means: `Medplum could not reach ${name}, or ${name} did not accept Medplum.`,
      next: 'Try again in some minutes. If it stays so, tell whoever runs this app: the settings of one of them are wrong.',
    },
    {
      shown: 'Email address does not match domain',
      means: `You signed in at ${name} with an account of another organisation.`,
      next: `Sign out at ${name}, then try again with the account of your email address.`,
    },
    {
      shown: 'IP address not allowed',
      means: 'Your access policy allows certain networks only, and this is none of them.',
      next: 'Go on from an allowed network or its VPN.',
    },
  ];
}

export function otherEnds(name: string): readonly ProviderAnswer[] {
  return [
    {
      shown: 'Any other text that begins with {"resourceType"',
      means: 'The settings of this app, of Medplum and of the provider do not fit together.',
      next: 'Give the whole text to whoever runs this app: it names the request in Medplum’s log.',
    },
    {
      shown: 'A page of Medplum that asks you to sign in or to choose a profile',
      means: 'You have several profiles, and Medplum asks on its own page which one. This app is not told.',
      next: 'Sign in with your email address instead.',
    },
    {
      shown: 'An error page of the provider or of the browser',
      means: `${name} is down, or it does not know Medplum.`,
      next: 'Try again in some minutes, or sign in another way.',
    },
  ];
}
