/** Names the Medplum server on which the specs run, in place of the mock. */
export const serverVariable = 'E2E_MEDPLUM';

/** A Medplum server that was provisioned for this run. */
export type ServerAddress = Readonly<{
  baseUrl: string;
  projectId: string;
  /** Ids on the server, by id in the clinic's files. */
  ids: Readonly<Record<string, string>>;
  /** Where the server sends browsers to sign in, and the port of what stands in for that page here. */
  signInPage: Readonly<{ host: string; port: number }>;
}>;
