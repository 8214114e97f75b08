import { listen } from '#commands/listen.ts';
import type { Feature, Input, InputContext } from '#feature';
import { portVariable, readWebhookSettings, type WebhookSettings } from './settings.ts';
import { createWebhookServer } from './webhook-server.ts';

/** Takes HL7 over HTTP from a sender that has a password, a token or a signing secret. */
export const webhook: Feature = {
  name: 'webhook',
  read: (env) => {
    const settings = readWebhookSettings(env);
    return settings && { secrets: settings.secrets, input: (context) => createInput(settings, context) };
  },
};

/** On the loopback address only: a TLS proxy stands in front of it when the sender is on another machine. */
function createInput(settings: WebhookSettings, context: InputContext): Input {
  const server = createWebhookServer(settings, context);
  return {
    start: async () => {
      const port = await listen(server, { port: settings.port, variable: portVariable });
      return { webhook: `http://127.0.0.1:${port}/hl7` };
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
