import { demoAccounts, legacyAccount } from '@auth-patterns/demo-project';
import type { AppName } from '#house/app-process.ts';

/** Who can sign in to each app. The passwords are public: they open the demo only. */
export const demoSignIns: Readonly<
  Record<AppName, readonly Readonly<{ email: string; password: string; role: string }>[]>
> = {
  'spa-client': demoAccounts,
  'legacy-proxy': [{ email: legacyAccount.username, password: legacyAccount.password, role: 'nurse, may see charts' }],
  // Nobody: it is a machine.
  'device-agent': [],
};
