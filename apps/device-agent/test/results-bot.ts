import { createHmac, timingSafeEqual } from 'node:crypto';
import { Hl7Message, type BotEvent, type MedplumClient } from '@medplum/core';

export const webhookSecret = 'secret-that-the-bot-shares';

type Bodies = Hl7Message | Readonly<{ value?: number }>;

/**
 * A Bot as a site would write it: what comes without credentials, by an open webhook, is taken only with a signature, which
 * Medplum does not check. Then the event names no requester.
 */
export async function resultsBot(medplum: MedplumClient, event: BotEvent<Bodies>): Promise<unknown> {
  const { input, headers, requester } = event;
  if (!requester && !isSigned(String(headers?.['x-signature'] ?? ''), JSON.stringify(input))) {
    throw new Error('Wrong signature');
  }
  const text = input instanceof Hl7Message ? input.toString().slice(0, 60) : String(input.value);
  return medplum.createResource({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'By the Bot' },
    valueString: text,
  });
}

function isSigned(given: string, body: string): boolean {
  const expected = createHmac('sha256', webhookSecret).update(body).digest('hex');
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
