import type { ClientSettings } from '@auth-patterns/auth-config';
import type { TrustedProxy } from './trusted-proxy.ts';

/** Settings of the core. A feature reads its own. */
export type CoreConfig = Readonly<{
  medplum: ClientSettings;
  port: number;
  dataFolder: string;
  /** Origin at which a TLS proxy serves this application, for example `https://ehr.hospital.example`. */
  publicOrigin: string | undefined;
  trustedProxy: TrustedProxy;
  seedDemo: boolean;
  mrnSystem: string;
  sessionSecret: string;
}>;
