import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { InputContext } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { createCheckSender, type CheckSender } from './check-sender.ts';
import type { WebhookSettings } from './settings.ts';

type WebhookContext = Pick<InputContext, 'receive' | 'log' | 'now'>;

const maxBytes = 1_048_576;
const statuses = { accepted: 200, refused: 422, 'try-again': 503 } as const;
const limits = { headersTimeout: 5000, requestTimeout: 30_000, connectionsCheckingInterval: 1000, maxHeaderSize: 8192 };

/** `POST /hl7`: an HL7 v2 message, answered with its acknowledgment. It is not listening yet. */
export function createWebhookServer({ proof }: WebhookSettings, context: WebhookContext): Server {
  const checkSender = createCheckSender(proof, context.now);
  const challenge = proof.kind === 'basic' ? 'Basic realm="device-agent"' : 'Signature';
  const server = createServer(limits, (request, response) => {
    void answer(request, response, { ...context, checkSender, challenge }).catch(() => request.destroy());
  });
  server.maxConnections = 32;
  return server;
}

type Handling = WebhookContext & Readonly<{ checkSender: CheckSender; challenge: string }>;

async function answer(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  const { receive, log, checkSender, challenge } = handling;
  const { method, url, headers } = request;
  // Only programs send here. A browser says where a request comes from, and may hold credentials of the same name.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    reply(response, 403, 'Pages of browsers are not answered here\n');
    return;
  }
  if (method !== 'POST' || url !== '/hl7') {
    reply(response, 404, 'Not found: POST /hl7\n');
    return;
  }
  const body = await read(request);
  if (!body) {
    reply(response, 413, 'A message is at most 1 MiB\n');
    return;
  }
  const problem = checkSender(headers, body);
  if (problem) {
    log.warn('webhook refused', { problem });
    response.setHeader('www-authenticate', challenge);
    reply(response, 401, `Refused: ${problem}\n`);
    return;
  }
  const acknowledgment = Buffer.concat(receive.message(body, log, 'webhook'));
  const status = statuses[readVerdict(acknowledgment.toString('latin1')) ?? 'accepted'];
  response.setHeader('content-type', 'x-application/hl7-v2+er7');
  reply(response, status, acknowledgment);
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) {
      return undefined;
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, status: number, body: string | Buffer): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body);
}
