/** A message that Medplum would have sent. */
export type Mail = Readonly<{ to: string; subject: string; text: string; sentAt: string }>;

/** What a tenant would have sent, oldest first. Nothing leaves this process: tests read their links and codes here. */
export type Outbox = Readonly<{
  list: () => readonly Mail[];
  add: (mail: Mail) => void;
}>;

/** More than a test reads. Older mails are dropped, so that a long run stays small. */
const capacity = 1000;

/** Makes an outbox, empty or with the given mails. */
export function createOutbox(known: readonly Mail[] = []): Outbox {
  const mails = [...known];
  return {
    list: () => [...mails],
    add: (mail) => {
      mails.push(mail);
      mails.splice(0, mails.length - capacity);
    },
  };
}
