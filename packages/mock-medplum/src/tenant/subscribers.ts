import type { Bundle } from '@medplum/fhirtypes';

/** One socket that is bound to one Subscription. */
export type Subscriber = Readonly<{
  /** The binding token. It is checked again for every event. */
  token: string;
  remoteAddress: string;
  send: (bundle: Bundle) => void;
}>;

/** A tenant's bound sockets, by the id of the Subscription. */
export type Subscribers = Readonly<{
  /** Binds a socket. Returns how to take the binding away. */
  bind: (subscriptionId: string, subscriber: Subscriber) => () => void;
  of: (subscriptionId: string) => Iterable<Subscriber>;
  /** The Subscriptions that some socket is bound to. */
  subscriptionIds: () => Iterable<string>;
}>;

/** Makes an empty list of sockets. */
export function createSubscribers(): Subscribers {
  const bySubscription = new Map<string, Set<Subscriber>>();
  return {
    bind: (subscriptionId, subscriber) => {
      const bound = bySubscription.get(subscriptionId) ?? new Set();
      bySubscription.set(subscriptionId, bound.add(subscriber));
      return () => {
        bound.delete(subscriber);
        if (bound.size === 0 && bySubscription.get(subscriptionId) === bound) {
          bySubscription.delete(subscriptionId);
        }
      };
    },
    of: (subscriptionId) => bySubscription.get(subscriptionId) ?? [],
    subscriptionIds: () => bySubscription.keys(),
  };
}
