import type { BotEvent, MedplumClient } from '@medplum/core';

/**
 * The code of a Bot: what Medplum calls `handler`. It is declared as a method so that a handler may say more precisely
 * what its input is.
 */
export type BotHandler = { handle(medplum: MedplumClient, event: BotEvent): unknown }['handle'];
