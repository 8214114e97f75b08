import { createIntake } from '@auth-patterns/device-agent/src/intake/intake.ts';
import type { MessageQueue } from '@auth-patterns/device-agent/src/queue/message-queue.ts';
import { type Check, unless } from '#lab/lab-run.ts';
import { answerOf, type Analyzer, connectAnalyzer } from './analyzer.ts';
import { openQueueFolder } from './queue-folder.ts';

/** An analyzer whose messages are acknowledged, on a machine whose power goes. */
export const check: Check = async ({ step, atEnd }) => {
  const [folder, secondFolder] = [openQueueFolder(), openQueueFolder()];
  atEnd(() => [folder, secondFolder].forEach(({ remove }) => remove()));
  const connect = (queue: Pick<MessageQueue, 'add'>): Analyzer =>
    connectAnalyzer(createIntake({ queue, refinements: [], keepsOriginal: false, onQueued: () => undefined }));

  await step(
    'What was acknowledged is there after a power cut',
    {
      rule: 'HL7 v2.5.1 §2.9: an analyzer that reads AA may forget its message. So AA must not leave before the message is safe.',
      next: 'The function `accept`. Its caller answers as soon as it returns: what has to have happened by then?',
    },
    async () => {
      const before = folder.open();
      const answer = answerOf(connect(before.queue), 'M1');
      before.close();
      unless(answer === 'AA', `The analyzer was told ${answer}.`);
      const after = folder.open();
      const kept = after.queue.take(10).length;
      after.close();
      unless(kept === 1, `The analyzer was told AA. Then the power went, and now the queue holds ${kept} messages.`);
    },
  );
  await step(
    'When the disk is full, the analyzer is not told AA',
    {
      rule: 'HL7 v2.5.1 §2.9.2: AE says that the message was not taken. The analyzer keeps it, and its operator hears of it.',
      next: 'Let the error of `queue.add` out of `accept`: its caller turns it into AE.',
    },
    async () => {
      const full = connect({
        add: () => {
          throw new Error('database or disk is full');
        },
      });
      const answer = answerOf(full, 'M2');
      unless(answer === 'AE', `The disk took nothing, and the analyzer was told ${answer}.`);
    },
  );
  await step(
    'A message that is sent twice is taken once',
    {
      rule: 'An analyzer that missed the answer sends its message again, with the same control id.',
      next: 'What `queue.add` returns says whether a message was new: look at the type `Added`.',
    },
    async () => {
      const opened = secondFolder.open();
      const answers = [answerOf(connect(opened.queue), 'M3'), answerOf(connect(opened.queue), 'M3')];
      const kept = opened.queue.take(10).map(({ controlId }) => controlId);
      opened.close();
      unless(answers.join() === 'AA,AA', `The analyzer was told ${answers.join(', then ')}.`);
      unless(kept.join() === 'M3', `The queue holds ${kept.length} messages, where one was sent twice.`);
    },
  );
};
