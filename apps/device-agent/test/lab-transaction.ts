import { translateMessage } from '#hl7/translate-message.ts';
import { toTransactions } from '#intake/to-transactions.ts';
import type { Transaction } from '#queue/transaction.ts';
import { translation } from './settings.ts';

/** A transaction with one result; `partition` is the patient. */
export function transaction(key: string, partition = key, value = 'a'): Transaction {
  const resource = {
    resourceType: 'Observation' as const,
    status: 'final' as const,
    identifier: [{ system: 'https://clinic.example/results', value: key }],
    code: { text: 'Test' },
    device: { reference: translation.device },
    valueString: value,
  };
  return { key, controlId: key, channel: 'mllp', partition, entries: [{ resource, name: 'Test' }] };
}

/** What intake makes of a message for one patient. */
export function transactionOf(body: Uint8Array): Transaction {
  const [made] = toTransactions(translateMessage(body, translation), { channel: 'mllp', refinements: [] });
  if (!made) {
    throw new Error('no result');
  }
  return made;
}
