import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { botHandlers, botIds, botResources } from '#bots/test-bots.ts';
import { createAudience } from '#http/audience.ts';
import { ids } from '#project/test-project.ts';
import { startTestMedplum } from '#test-medplum.ts';
import { attachWebSockets } from './attach-web-sockets.ts';
import { openSocket } from './test-socket.ts';

async function statusOfUpgrade(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.once('open', () => reject(new Error('It was opened.')));
    socket.once('error', reject);
  });
}

test('socket, at a path that serves none, is answered 404', async () => {
  await using medplum = await startTestMedplum();
  const base = medplum.baseUrl.replace('http', 'ws');
  expect(await statusOfUpgrade(`${base}ws/nothing`)).toBe(404);
  expect(await statusOfUpgrade(`${base}fhir/R4/Patient`)).toBe(404);
});

test('echo socket, sent a message, sends it back', async () => {
  await using medplum = await startTestMedplum();
  await using socket = await openSocket(medplum.baseUrl, 'ws/echo');
  expect(await socket.ask({ hello: 1 })).toEqual({ hello: 1 });
});

test('socket, sent more than a megabyte, is closed, and the server goes on', async () => {
  await using medplum = await startTestMedplum();
  const socket = new WebSocket(`${medplum.baseUrl.replace('http', 'ws')}ws/agent`);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.once('open', () => socket.send('x'.repeat(1_048_577)));
  socket.on('error', () => undefined);
  await closed;
  expect((await medplum.send('healthcheck')).status).toBe(200);
});

test('server, that is closed, cuts its sockets', async () => {
  const medplum = await startTestMedplum();
  const socket = new WebSocket(`${medplum.baseUrl.replace('http', 'ws')}ws/echo`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await medplum.close();
  await closed;
  expect(socket.readyState).toBe(WebSocket.CLOSED);
});

test('socket, whose tenant is reset, is cut and can connect again', async () => {
  await using medplum = await startTestMedplum();
  const socket = new WebSocket(`${medplum.baseUrl.replace('http', 'ws')}ws/echo`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  medplum.tenants.root.reset();
  expect(await closed).toBe(1006);
  await using again = await openSocket(medplum.baseUrl, 'ws/echo');
  expect(await again.ask({ hello: 1 })).toEqual({ hello: 1 });
});

test('[F8] socket of one tenant, given the token of another, is refused', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), bots: botHandlers });
  const accessToken = await medplum.clientToken(ids.admin);
  await using socket = await openSocket(medplum.baseUrl, 't/other/ws/agent');
  const answer = await socket.ask({ type: 'agent:connect:request', agentId: botIds.agent, accessToken });
  expect(answer).toEqual({ type: 'agent:error', body: 'Invalid access token' });
});

test('heartbeat, when it is time, goes to connected agents and bound subscribers', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), bots: botHandlers });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const attached = attachWebSockets(server, {
    audience: createAudience({ baseUrl: medplum.baseUrl }),
    findTenant: async (path) => ({ tenant: medplum.tenant, path }),
    heartbeatMs: 5,
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const agent = await openSocket(baseUrl, 'ws/agent');
  const accessToken = await medplum.clientToken(ids.admin);
  await agent.ask({ type: 'agent:connect:request', agentId: botIds.agent, accessToken });
  expect(await agent.next()).toEqual({ type: 'agent:heartbeat:request' });
  attached.close();
  await new Promise((resolve) => server.close(resolve));
});
