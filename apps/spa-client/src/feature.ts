import { type ComponentType, createContext, type ReactNode, type Ref, useContext } from 'react';
import type { Auth, SessionHooks } from '#medplum/auth.ts';
import type { SessionState } from '#medplum/session.ts';

/** Words for one code: what happened, and what to do next. */
export type FailureText = Readonly<{ title: string; happened: string; next: string }>;

/** What a card on the sign-in page is given. */
export type CardProps = Readonly<{
  auth: Auth;
  /** The path to show once the user is in. */
  returnTo: string;
  /** What the user typed as their address, on whichever card. It outlives a page that takes the place of the cards. */
  email: string;
  onEmail: (email: string) => void;
  /** Shows something in place of the cards, or them again. */
  replaceCards: (page: ReactNode) => void;
  elsewhere: Elsewhere | undefined;
}>;

/** An identity provider that signs in the people of an email domain. */
export type DomainProvider = Readonly<{ name: string; domain?: string | undefined; authorizeUrl: string }>;

/** Sends people with certain addresses to an identity provider: for cards that learn of one. */
export type Elsewhere = Readonly<{
  findProvider: (auth: Auth, email: string) => Promise<DomainProvider | undefined>;
  /** Leads there. */
  Button: ComponentType<
    Readonly<{
      auth: Auth;
      provider: DomainProvider;
      returnTo: string;
      children: ReactNode;
      ref?: Ref<HTMLButtonElement> | undefined;
    }>
  >;
}>;

/** A line under "More ways and help". */
export type OtherWay = Readonly<{ to?: string; title: string; text: string }>;

/** A link in the header, for the signed-in. */
export type HeaderLink = Readonly<{ to: string; label: string; isForAdministrators?: boolean }>;

/**
 * One further way of signing in, or one ability, in a folder of its own. Each member is optional: it is what the feature
 * adds at that place of the app. Build-time parts (variables, Content-Security-Policy) are in its `settings.ts`.
 */
export type Feature = Readonly<{
  /** As its folder. */
  name: string;
  /** Pages for everybody. */
  routes?: (auth: Auth) => ReactNode;
  /** Pages for the signed-in. */
  signedInRoutes?: (auth: Auth) => ReactNode;
  /** Pages without this app's header. */
  frameless?: (auth: Auth) => ReactNode;
  /** Takes an answer at `/callback` that belongs to this feature. */
  callback?: Readonly<{ isMine: (auth: Auth) => boolean; Page: ComponentType<Readonly<{ auth: Auth }>> }>;
  /** Its card on the sign-in page. */
  card?: (props: CardProps) => ReactNode;
  /** Its button on the card for accounts that people have elsewhere. */
  accountButton?: (props: CardProps) => ReactNode;
  /** What it says above the cards. */
  SignInNotice?: ComponentType<Readonly<{ auth: Auth }>>;
  elsewhere?: Elsewhere;
  otherWays?: (auth: Auth) => readonly OtherWay[];
  headerLinks?: readonly HeaderLink[];
  /** Runs beside every page while somebody is signed in. */
  Watch?: ComponentType<Readonly<{ auth: Auth; state: Extract<SessionState, { status: 'signed-in' }> }>>;
  session?: SessionHooks;
  /** Words for its reasons to sign out. */
  signedOutNotices?: Readonly<Record<string, string>>;
  /** Words for its error codes, fetched when something has failed. */
  failures?: () => Promise<Readonly<Record<string, FailureText>>>;
}>;

/** The features that are built in, for the parts of the core that have a place for them. */
export const Features = createContext<readonly Feature[]>([]);

/** Whether a feature is built in: for a link to its pages from those of another one. */
export function useHasFeature(name: string): boolean {
  return useContext(Features).some((feature) => feature.name === name);
}
