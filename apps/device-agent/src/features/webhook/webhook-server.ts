import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refuseForeignRequest } from '@auth-patterns/auth-config';
import type { InputContext } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { createCheckSender, type CheckSender } from './check-sender.ts';
import { readBody, readHl7 } from './read-body.ts';
import type { WebhookSettings } from './settings.ts';

type WebhookContext = Pick<InputContext, 'receive' | 'log' | 'now'>;

const maxMessageBytes = 1_048_576;
const statuses = { accepted: 200, refused: 422, 'try-again': 503 } as const;
const limits = { headersTimeout: 5000, requestTimeout: 30_000, connectionsCheckingInterval: 1000, maxHeaderSize: 8192 };

/**
 * `POST /hl7`: an HL7 v2 message, answered with its acknowledgment. 200 is said when the message is on the disk, 422 when it
 * has a mistake, 503 when it has to be sent again. The server is not listening yet.
 */
export function createWebhookServer(settings: WebhookSettings, context: WebhookContext): Server {
  const checkSender = createCheckSender(settings.proof, context.now);
  const server = createServer(limits, (request, response) => {
    void answer(request, response, { ...context, settings, checkSender }).catch((error: unknown) => {
      context.log.warn('webhook failed', { problem: error instanceof Error ? error.name : undefined });
      // A request that was read to its end can no longer be destroyed; without an answer its sender would wait for ever.
      response.destroy();
    });
  });
  server.maxConnections = 32;
  return server;
}

type Handling = WebhookContext & Readonly<{ settings: WebhookSettings; checkSender: CheckSender }>;

async function answer(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  const { receive, log, settings, checkSender } = handling;
  const { method = '', url, headers } = request;
  if (isForeign(request, settings.hosts)) {
    reply(response, 403, 'Answered to programs only, under a name of this machine or of DEVICE_AGENT_WEBHOOK_HOSTS\n');
    return;
  }
  if (method !== 'POST' || url !== '/hl7') {
    reply(response, 404, 'Not found: POST /hl7\n');
    return;
  }
  const body = await readBody(request);
  const message = body && readHl7(body, headers['content-type']);
  if (!body || (message && message.length > maxMessageBytes)) {
    reply(response, 413, 'A message is at most 1 MiB\n');
    return;
  }
  const checked = checkSender(headers, body);
  if (checked.problem !== undefined) {
    log.warn('webhook refused', { problem: checked.problem });
    response.setHeader('www-authenticate', `${settings.proof.kind} realm="device-agent"`);
    reply(response, 401, `Refused: ${checked.problem}\n`);
    return;
  }
  if (!message) {
    reply(response, 422, 'JSON must be a FHIR Binary, with the HL7 message in data\n');
    return;
  }
  const acknowledgment = Buffer.concat(receive.message(message, log, 'webhook'));
  const verdict = readVerdict(acknowledgment.toString('latin1')) ?? 'refused';
  if (verdict !== 'try-again') {
    checked.spend();
  }
  response.setHeader('content-type', 'x-application/hl7-v2+er7');
  reply(response, statuses[verdict], acknowledgment);
}

/** Only programs send here. A browser says where a request comes from, and may hold the same credentials. */
function isForeign({ method = '', headers }: IncomingMessage, hosts: readonly string[]): boolean {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  return isBrowser || refuseForeignRequest(method, headers, { hosts }) !== undefined;
}

function reply(response: ServerResponse, status: number, body: string | Buffer): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body);
}
