import type { FailureText } from '#feature';

/** Codes for what can go wrong with registering, inviting and setting a password. */
export type AccountErrorCode =
  | 'not_administrator'
  | 'email_taken'
  | 'password_refused'
  | 'registration_closed'
  | 'robot_check_missing'
  | 'password_link_used'
  | 'password_link_invalid'
  | 'password_elsewhere'
  | 'already_member'
  | 'invited_without_link'
  | 'invited_without_mail';

/** Words for what can go wrong with registering, inviting and setting a password. */
export const failures: Readonly<Record<AccountErrorCode, FailureText>> = {
  not_administrator: {
    title: 'Only administrators of the project may do this',
    happened: 'Medplum looked at your membership and refused (403). Nothing was changed.',
    next: 'Ask an administrator to do it, or to make you one.',
  },
  email_taken: {
    title: 'There is an account with this email already',
    happened: 'An email address can have one account here only. Nothing was changed.',
    next: 'Sign in with it. If you forgot the password, ask for a new one.',
  },
  password_refused: {
    title: 'Medplum does not accept this password',
    happened: 'It is too short, longer than 72 characters, or among those that were stolen from other websites.',
    next: 'Choose another one, for example four words that have nothing to do with each other.',
  },
  registration_closed: {
    title: 'This project does not take registrations',
    happened:
      'Its default access policy for patients is missing, or the server takes no new accounts. An account may have been ' +
      'made that sees nothing.',
    next: 'Ask the clinic for an invitation.',
  },
  robot_check_missing: {
    title: 'This server first asks for proof that you are no robot',
    happened:
      'It is set up with reCAPTCHA, which this app does not include. Servers that have no recaptchaSecretKey do not ask.',
    next: 'Give the reference below to whoever runs this app. On Medplum’s own pages it works.',
  },
  password_link_used: {
    title: 'This link was used already',
    happened: 'A link sets a password once. The password that was set with it is in force.',
    next: 'Sign in with that password. If it was not you who set it, ask for a new link at once and tell the clinic.',
  },
  password_link_invalid: {
    title: 'This link is not complete',
    happened: 'Medplum knows no such link. Perhaps the mail program broke it in two, or a part was not copied.',
    next: 'Copy the whole link, or ask for a new one.',
  },
  password_elsewhere: {
    title: 'Your password is not Medplum’s',
    happened: 'Your organization’s identity provider vouches for you, so Medplum has no password that could be reset.',
    next: 'Ask your organization for help with the password.',
  },
  already_member: {
    title: 'This person is a member already',
    happened: 'A membership of this project has that email address. Nothing was changed.',
    next: 'They can sign in, or ask for a new password. Change what they may do in Medplum’s own app.',
  },
  invited_without_mail: {
    title: 'The account was made, and no mail was sent',
    happened: 'Medplum could not mail the invitation: no mail provider is set up on this server, or it refused.',
    next: 'Remove the member in Medplum’s own app, and invite again with a link that you hand over yourself.',
  },
  invited_without_link: {
    title: 'The account was made, but its link cannot be read',
    happened: 'Medplum shows the secret of an invitation only to administrators of the project that the account is in.',
    next: 'Tell the person to ask for a new password on the sign-in page: Medplum mails them a link.',
  },
};
