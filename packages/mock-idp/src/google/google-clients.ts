/** An app that may show the button, as Google's console registers it for an OAuth client id. */
export type GoogleClient = Readonly<{
  clientId: string;
  /** Authorised JavaScript origin: the only one to which a credential is sent. */
  origin: string;
}>;

/** The demo's client, and one that Medplum does not know: Medplum must refuse credentials for it. */
export function demoGoogleClients(spaOrigin: string): readonly GoogleClient[] {
  return ['demo-only.apps.googleusercontent.com', 'other-app.apps.googleusercontent.com'].map((clientId) => ({
    clientId,
    origin: spaOrigin,
  }));
}
