export { demoIdpAccounts } from '#account/demo-accounts.ts';
export type { IdpAccount } from '#account/idp-account.ts';
export { demoIdpClients, type DemoAddresses } from '#provider/demo-clients.ts';
export { StartError, type StartErrorCode } from './start-error.ts';
export { startMockIdp, type MockIdp, type MockIdpOptions } from './start-mock-idp.ts';
