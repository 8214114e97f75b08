import type { AccountErrorCode } from '#medplum/error.ts';
import type { FailureText } from './describe-failure.ts';

/** Words for what can go wrong with registering, inviting, setting a password, and links that sign in. */
export const accountFailures: Record<AccountErrorCode, FailureText> = {
  email_taken: {
    title: 'There is an account with this email already',
    happened: 'Each email address has one account here. Nothing was changed.',
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
  not_administrator: {
    title: 'Only administrators of the project may do this',
    happened: 'Medplum looked at your membership and refused (403). Nothing was changed.',
    next: 'Ask an administrator to do it, or to make you one.',
  },
  already_member: {
    title: 'This person is a member already',
    happened: 'A membership of this project has that email address. Nothing was changed.',
    next: 'They can sign in, or ask for a new password. Change what they may do in Medplum’s own app.',
  },
  invited_without_link: {
    title: 'The account was made, but its link cannot be read',
    happened: 'Medplum shows the secret of an invitation only to administrators of the project that the account is in.',
    next: 'Tell the person to ask for a new password on the sign-in page: Medplum mails them a link.',
  },
  magic_link_used: {
    title: 'This link was used already',
    happened:
      'It signs in once. As somebody else may hold it, Medplum has now ended the session that its first use began.',
    next: 'Ask for a new link. If it was not you who used it, say so to whoever sent it.',
  },
  magic_link_expired: {
    title: 'This link has expired',
    happened: 'Whoever made it chose until when it works.',
    next: 'Ask for a new link.',
  },
  magic_link_for_another_app: {
    title: 'This link is for another app',
    happened: 'It was made for another client of the project. It was not used up.',
    next: 'Open it where it belongs, or tell whoever sent it.',
  },
  magic_link_invalid: {
    title: 'This link is not complete',
    happened: 'Medplum knows no such link. Perhaps the mail program broke it in two, or a part was not copied.',
    next: 'Copy the whole link, or ask for a new one.',
  },
  magic_link_not_allowed: {
    title: 'Medplum makes no link for this member',
    happened:
      'Either you are no administrator of the project, or the member’s access policy does not let them read the ' +
      'ClientApplication of this app, which Medplum asks for. Nothing was changed.',
    next: 'Add an entry for ClientApplication to the member’s access policy, with read alone and its secret hidden.',
  },
};
