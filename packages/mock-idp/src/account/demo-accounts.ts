import accounts from '#data/accounts.json' with { type: 'json' };
import type { IdpAccount } from './idp-account.ts';

/** The people of the demo clinic by e-mail address, and one whom Medplum does not know. */
export const demoIdpAccounts: readonly IdpAccount[] = accounts;
