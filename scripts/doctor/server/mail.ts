import { fault, note, notChecked, ok, type Finding } from '#doctor/finding.ts';
import { ask, readJson, type Outside } from '#doctor/outside.ts';
import type { Server } from './reach-server.ts';

/**
 * Whether the server sends mails: invitations and forgotten passwords need them. No setting tells, so it is asked to
 * send one, when somebody said to whom.
 */
export async function mail(
  { baseUrl, isMock }: Server,
  mailTo: string | undefined,
  outside: Pick<Outside, 'fetch'>,
): Promise<Finding> {
  if (mailTo === undefined) {
    return isMock
      ? ok('mail', `The mock sends none, and shows at ${baseUrl}mock/mail what Medplum would send`)
      : notChecked(
          'mail',
          'Whether mails arrive. Only one that is sent shows it.',
          'npm run doctor -- --app spa-client --mail-to ADDRESS, the address of a user of this server',
        );
  }
  const answer = await ask(outside, new URL('auth/resetpassword', baseUrl).href, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: mailTo }),
  });
  const said = answer ? textOf(await readJson(answer)) : 'no answer';
  if (answer?.ok) {
    return note(
      'mail',
      'The server says that it sent a mail. It says the same when nobody has that address.',
      `Look into the inbox of ${mailTo}. Without the mail: is it the address of a user of the server, or of one Project alone?`,
    );
  }
  return fault(
    'mail',
    `The server cannot send a mail: ${said}`,
    /email/i.test(said)
      ? 'Give the server a mail provider (its setting smtp, or Amazon SES), and approvedSenderEmails. Until then, invite with sendEmail: false.'
      : 'Ask whoever runs the server. Without mails, invite with sendEmail: false.',
  );
}

function textOf(outcome: Readonly<Record<string, unknown>>): string {
  const [issue] = (outcome['issue'] ?? []) as readonly Readonly<{ details?: { text?: string } }>[];
  return issue?.details?.text ?? 'no reason is given';
}
