import type { Observation, Patient, ResourceType } from '@medplum/fhirtypes';
import { type ComponentType, createContext, type ReactNode } from 'react';
import type { Auth, AuthHooks } from '#medplum/auth.ts';
import type { SessionState } from '#medplum/session.ts';

/** Words for one code: what happened, and what to do next. */
export type FailureText = Readonly<{ title: string; happened: string; next: string }>;

/** What was asked of Medplum about a record. */
export type Interaction = 'read' | 'search' | 'history' | 'create' | 'update';

/** What a page knows of who is signed in. */
export type PageProps = Readonly<{ auth: Auth; state: SessionState }>;

/** What further ways of signing in are given. */
export type SignInWaysProps = Readonly<{
  auth: Auth;
  /** The path to show once the user is in. */
  returnTo: string;
  /** What the user typed as their address. It outlives a page that takes the place of the cards. */
  email: string;
  onEmail: (email: string) => void;
  /** Shows something in place of the cards, or them again. */
  replaceCards: (page: ReactNode) => void;
}>;

/**
 * One further way of signing in, or one ability, in a folder of its own. Each member is optional: it is what the feature
 * adds at that place of the app. Variables and Content-Security-Policy are in its `settings.ts`.
 */
export type Feature = Readonly<{
  /** As its folder. */
  name: string;
  /** Pages for everybody, for the signed-in, and without this app's header. */
  routes?: (auth: Auth) => ReactNode;
  signedInRoutes?: (auth: Auth) => ReactNode;
  frameless?: (auth: Auth) => ReactNode;
  /** Takes an answer at `/callback` that belongs to this feature. */
  callback?: Readonly<{ isMine: (auth: Auth) => boolean; Page: ComponentType<Readonly<{ auth: Auth }>> }>;
  /** What it says above the cards of the sign-in page. */
  SignInNotice?: ComponentType<Readonly<{ auth: Auth }>>;
  /** Further cards of the sign-in page. Features that name the same component share it. */
  SignInWays?: ComponentType<SignInWaysProps>;
  headerLinks?: readonly Readonly<{ to: string; label: string; isForAdministrators?: boolean }>[];
  HeaderTool?: ComponentType;
  /** Stands above or below every page, whoever is signed in. */
  Above?: ComponentType<PageProps>;
  Below?: ComponentType<PageProps>;
  /** Part of a patient's chart. */
  ChartSection?: ComponentType<Readonly<{ patient: Patient }>>;
  /** Takes the place of the core's list of observations. */
  ObservationList?: ComponentType<Readonly<{ patientId: string }>>;
  /** Leads on from a patient, and, in a column of the table, from an observation. */
  recordLink?: Readonly<{
    column: string;
    Link: ComponentType<Readonly<{ patientId: string; observation?: Observation }>>;
  }>;
  /** Part of the page that says who is signed in. */
  MeSection?: ComponentType;
  /** Says why Medplum answered 403. */
  WhyForbidden?: ComponentType<Readonly<{ resourceType: ResourceType; interaction: Interaction | undefined }>>;
  /** Takes the place of the button that asks again after a failure with this code. */
  Retry?: ComponentType<Readonly<{ code: string; retry?: (() => void) | undefined }>>;
  hooks?: AuthHooks;
  /** Words for its reasons to sign out. */
  signedOutNotices?: Readonly<Record<string, string>>;
  /** Words for its error codes, fetched when something has failed. */
  failures?: () => Promise<Readonly<Record<string, FailureText>>>;
}>;

/** The features that are built in, for the parts of the core that have a place for them. */
export const Features = createContext<readonly Feature[]>([]);

/** The doors of features, each of which exports one. */
export type FeatureDoors = readonly Promise<Readonly<Record<string, Feature>>>[];
