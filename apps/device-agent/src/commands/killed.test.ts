import { expect, test } from 'vitest';
import { sendMessage } from '#mllp/send-message.ts';
import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { countByIdentifier, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';

type Moment = 'before Medplum does it' | 'after Medplum did it';

/** Resolves when Medplum is asked for the nth time, which is left without an answer. */
function asked(medplum: RecordedMedplum, nth: number, moment: Moment): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  medplum.faults.push((request, response) => {
    const isIt = (count += 1) === nth;
    if (isIt) {
      const done = moment === 'after Medplum did it' ? medplum.forward(request) : undefined;
      void Promise.resolve(done).then(() => {
        resolve();
        response.destroy();
      });
    }
    return isIt;
  });
  return promise;
}

/** As an analyzer does: sends again what got no acknowledgment. Returns what got none. */
async function sendAll(port: number, ids: readonly string[]): Promise<readonly string[]> {
  const acknowledged = await Promise.all(
    ids.map((id) =>
      sendMessage({ port, body: resultMessage([glucose, glucose], { id }), timeoutMs: 20_000 }).then(
        (answer) => answer.toString('latin1').includes('MSA|AA|'),
        () => false,
      ),
    ),
  );
  return ids.filter((_, index) => !acknowledged[index]);
}

test('[F2] agent, killed at one moment after another, stores each message once', { timeout: 60_000 }, async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  const env = agentEnv(medplum.baseUrl, folder.path);
  let left: readonly string[] = [];

  // 1 is the sign-in; from 2 on results are on their way.
  for (const [nth, moment] of [
    [1, 'before Medplum does it'],
    [2, 'before Medplum does it'],
    [2, 'after Medplum did it'],
    [3, 'after Medplum did it'],
    [5, 'after Medplum did it'],
  ] as const) {
    const kill = asked(medplum, nth, moment);
    const agent = await startAgent(env);
    const sending = sendAll(agent.mllpPort, [
      ...left,
      ...['A', 'B', 'C'].map((name) => `${name}-${nth}-${moment.length}`),
    ]);
    await kill;
    await agent.stop('SIGKILL');
    left = await sending;
    medplum.faults.splice(0);
  }
  await using last = await startAgent(env);
  const refused = await sendAll(last.mllpPort, left);
  await emptied(last.statusUrl);

  expect(refused).toEqual([]);
  expect(countByIdentifier(medplum)).toEqual(Array.from({ length: 30 }, () => 1));
});
