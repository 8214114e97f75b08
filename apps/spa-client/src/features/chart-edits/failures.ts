import type { FailureText } from '#feature';

/** What Medplum may say to a change, by the id of its answer. */
export const failures: Readonly<Record<string, FailureText>> = {
  'precondition-failed': {
    title: 'Somebody else changed it first',
    happened: 'This record is no longer the version that you began with, so Medplum kept theirs.',
    next: 'Reload the page, look at what changed, and enter yours again.',
  },
  'multiple-matches': {
    title: 'There is more than one such record',
    happened: 'More than one fits what was sent, so Medplum does not know which is meant.',
    next: 'Nothing was stored.',
  },
};
