import { renderView } from './pages.ts';

export type GoogleSelectPage = Readonly<{
  clientId: string;
  origin: string;
  /** Empty when the app gave none. */
  nonce: string;
  accounts: readonly Readonly<{ sub: string; name: string; email: string }>[];
}>;

export type GoogleCredentialPage = Readonly<{
  name: string;
  credential: string;
  /** The only origin whose page may receive it. */
  origin: string;
}>;

/** Asks which account to use. */
export function googleSelectPage(data: GoogleSelectPage): string {
  return renderView('google-select', data);
}

/** Carries the credential from the form's answer to the script that hands it on. */
export function googleCredentialPage(data: GoogleCredentialPage): string {
  return renderView('google-credential', data);
}
