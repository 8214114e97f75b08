import type { Answer } from '#contract/answer.ts';
import type { Fields, HttpClient } from '#contract/http-client.ts';
import type { ClientName } from './client-kinds.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** A client of the project. */
export type Client = Readonly<{ id: string; secret: string; membershipId: string }>;

/** A person of the project. */
export type Person = Readonly<{ email: string; profile: string; membershipId: string; userId: string }>;

/** What the token endpoint gives. */
export type Tokens = Readonly<{ access_token: string; id_token: string; refresh_token: string; scope: string }>;

/** What every case may need: one project, made through the public API, and short ways to ask. */
export type Setup = HttpClient &
  Readonly<{
    /** Differs from run to run, so that a server may be used again. */
    run: string;
    projectId: string;
    /** Whether the server has the URLs below `/projects/:id/`. */
    hasProjectUrls: boolean;
    clients: Readonly<Record<ClientName, Client>>;
    owner: Person;
    practitioner: Person;
    patient: Person;
    /** Known by `externalId` alone, `subject` at the identity provider. */
    external: Person;
    subject: string;
    /** Has two memberships. */
    twice: Person & Readonly<{ otherMembershipId: string }>;
    policies: Readonly<{ device: string; practitioner: string; blocked: string }>;
    alice: string;
    bob: string;
    device: string;
    idp: IdentityProvider;
    /** Access tokens of the project's owner, and of the server's super administrator. */
    ownerToken: string;
    superToken: string;
    close: () => Promise<void>;
  }> &
  Steps;

/** Steps that many cases share. */
export type Steps = Readonly<{
  token: (fields: Fields, headers?: Fields) => Promise<Answer>;
  /** Signs the practitioner in through the public client, with PKCE, unless told otherwise. */
  login: (changes?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** Exchanges a code with its verifier. */
  redeem: (code: string, changes?: Fields) => Promise<Answer>;
  signIn: (changes?: Readonly<Record<string, unknown>>) => Promise<Tokens>;
  /** Gets a client's token, the same one each time. */
  clientToken: (name: ClientName) => Promise<string>;
  /** Makes a client for one case to spoil. */
  newClient: (changes?: object, membershipChanges?: object) => Promise<Client>;
  /** Reads what the owner may read, changes it, writes it back. */
  change: (path: string, changes: object) => Promise<void>;
}>;
