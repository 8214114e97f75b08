import { once } from 'node:events';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, test, vi } from 'vitest';
import { encodeFrame } from '#mllp/frame.ts';
import { sendMessage } from '#mllp/send-message.ts';
import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { certify } from '#test/certificates.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { countByIdentifier, reply, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';

const patience = { timeout: 60_000 };

async function send(port: number, id: string): Promise<string> {
  const body = resultMessage([glucose, glucose], { id });
  return (await sendMessage({ port, body, timeoutMs: 20_000 })).toString('latin1').split('\r')[1] ?? '';
}

test(
  '[F2] agent, killed after the ACK and before it could send, sends everything once after a restart',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    const env = agentEnv(medplum.baseUrl, folder.path);
    const state = { up: false };
    medplum.faults.push((_, response) => {
      if (!state.up) {
        response.destroy();
      }
      return !state.up;
    });

    const first = await startAgent(env);
    const verdicts = [
      await send(first.mllpPort, 'M1'),
      await send(first.mllpPort, 'M2'),
      await send(first.mllpPort, 'M3'),
    ];
    await first.stop('SIGKILL');
    state.up = true;
    await using second = await startAgent(env);
    await emptied(second.statusUrl);
    const repetition = await send(second.mllpPort, 'M1');

    expect(verdicts).toEqual(['MSA|AA|M1|', 'MSA|AA|M2|', 'MSA|AA|M3|']);
    expect(countByIdentifier(medplum)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(repetition).toBe('MSA|AA|M1|already received');
  },
);

test(
  '[F2] [F5] agent, killed after the server stored a result and before it answered, makes no second',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    const env = agentEnv(medplum.baseUrl, folder.path);
    const state = { mute: true };
    medplum.faults.push((request) => {
      if (state.mute && request.method === 'POST' && request.path.startsWith('/fhir/')) {
        // Stored, but the answer never leaves.
        void medplum.forward(request);
        return true;
      }
      return false;
    });

    const first = await startAgent(env);
    await send(first.mllpPort, 'M1');
    await vi.waitFor(() => expect(medplum.stored).toHaveLength(1), { timeout: 20_000 });
    await first.stop('SIGKILL');
    state.mute = false;
    await using second = await startAgent(env);
    await emptied(second.statusUrl);

    expect(countByIdentifier(medplum)).toEqual([1, 1]);
  },
);

test(
  '[F7] [F13] agent, with a wrong secret, raises the alarm, takes messages and tells nobody the secret',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    const env = { ...agentEnv(medplum.baseUrl, folder.path), MEDPLUM_CLIENT_SECRET: 'canary-secret-91b' };
    await using agent = await startAgent(env);

    await send(agent.mllpPort, 'M1');
    await vi.waitFor(() => expect(agent.text.output).toContain('sending stopped'), { timeout: 20_000 });
    const verdict = await send(agent.mllpPort, 'M2');
    const page = await (await fetch(agent.statusUrl)).text();

    expect(verdict).toBe('MSA|AA|M2|');
    expect(page).toContain('Medplum refuses the credentials (Invalid secret)');
    expect(medplum.countOf('/oauth2/token')).toBe(1);
    const files = readdirSync(folder.path).map((name) => join(folder.path, name));
    expect(new Set(files.map((file) => statSync(file).mode & 0o777))).toEqual(new Set([0o600]));
    expect([page, agent.text.output, agent.text.errors].join('')).not.toMatch(
      /canary-secret-91b|Carter|RC-1001|19840312/,
    );
  },
);

test(
  '[F10] agent, on a queue that cannot be read, sets it aside, starts, takes messages and says so',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'queue.sqlite'), 'no database '.repeat(400));
    await using agent = await startAgent(agentEnv(medplum.baseUrl, folder.path));

    const verdict = await send(agent.mllpPort, 'M1');
    const page = await (await fetch(agent.statusUrl)).text();

    expect(verdict).toBe('MSA|AA|M1|');
    expect(page).toContain('could not be read and is kept as');
  },
);

test('[L7] agent, on a data folder that others can open, closes it and logs what was open', patience, async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'queue.sqlite'), '', { mode: 0o644 });
  chmodSync(folder.path, 0o755);

  await using agent = await startAgent(agentEnv(medplum.baseUrl, folder.path));

  expect(agent.text.output).toContain('other users could open these files: closed to them now files=".,queue.sqlite"');
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
});

test(
  '[L4] agent, with TLS set, takes a message from an analyzer with a certificate and no plain one',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    const ca = certify('lab authority');
    const [own, analyzer] = ['agent.lab.example', 'chem-200.lab.example'].map((name) => certify(name, ca));
    const files = { KEY: own?.key, CERTIFICATE: own?.cert, CA: ca.cert };
    const env = agentEnv(medplum.baseUrl, join(folder.path, 'data'));
    for (const [name, text = ''] of Object.entries(files)) {
      env[`DEVICE_AGENT_MLLP_TLS_${name}_FILE`] = join(folder.path, name);
      writeFileSync(join(folder.path, name), text);
    }
    await using agent = await startAgent(env);

    const client = { key: analyzer?.key, cert: analyzer?.cert, ca: ca.cert, servername: own?.name ?? '' };
    const socket = connect({ host: '127.0.0.1', port: agent.mllpPort, ...client });
    socket.write(encodeFrame(resultMessage([glucose])));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.end();

    expect(answer.toString('latin1')).toContain('\rMSA|AA|M1|');
    await expect(send(agent.mllpPort, 'M2')).rejects.toThrow(/connection/);
    expect(agent.text.output).toContain('tls=true');
  },
);

test('agent, told to stop while a request is on its way, finishes it and exits with 0', patience, async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  const agent = await startAgent(agentEnv(medplum.baseUrl, folder.path));
  const held: (() => void)[] = [];
  medplum.faults.push(({ method, path, body }, response) => {
    const hold = method === 'POST' && path.startsWith('/fhir/') && held.length === 0;
    if (hold) {
      held.push(() => reply(response, 201, { ...(JSON.parse(body) as object), id: 'held' }));
    }
    return hold;
  });
  await send(agent.mllpPort, 'M1');
  await vi.waitFor(() => expect(held).toHaveLength(1), { timeout: 20_000 });

  const stopping = agent.stop('SIGTERM');
  held.forEach((release) => release());
  const { code, output } = await stopping;

  expect(code).toBe(0);
  expect(output).toContain('message sent controlId=M1 results=2');
});
