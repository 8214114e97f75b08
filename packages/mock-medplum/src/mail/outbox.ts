/** A message that Medplum would have sent. */
export type Mail = Readonly<{ to: string; subject: string; text: string; sentAt: string }>;

/** What a tenant would have sent, oldest first. Nothing leaves this process: tests read their links and codes here. */
export type Outbox = Readonly<{
  list: () => readonly Mail[];
  add: (mail: Mail) => void;
}>;

/** More than a test reads; the oldest go first, so that a long run does not grow. */
const CAPACITY = 1000;

/** Makes an empty outbox. */
export function createOutbox(): Outbox {
  const mails: Mail[] = [];
  return {
    list: () => [...mails],
    add: (mail) => {
      mails.push(mail);
      mails.splice(0, mails.length - CAPACITY);
    },
  };
}
