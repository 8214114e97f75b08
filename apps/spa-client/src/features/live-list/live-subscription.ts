import { type MedplumClient, OperationOutcomeError, type SubscriptionEventMap } from '@medplum/core';
import { allowedInteractions } from '#parts/access-rules.ts';

/** Whether Medplum tells this page of changes, and if not, why. */
export type Liveness = 'connecting' | 'live' | 'reconnecting' | 'not-allowed' | 'turned-off';

type LiveSubscription = Readonly<{
  onLiveness: (liveness: Liveness) => void;
  /** Something changed, or may have changed while nobody was listening: time to read again. */
  onNews: () => void;
}>;

/** Longer than the SDK takes to reconnect and bind. */
const handshakeTimeoutMs = 15_000;

/**
 * Listens to the changes of what meets the criteria (Subscriptions R5 Backport, over a WebSocket). The SDK reconnects,
 * and binds anew before the binding token ends. It neither reads what was missed meanwhile nor tries again when binding
 * failed: this does both. Returns how to stop.
 */
export function subscribeLive(medplum: MedplumClient, criteria: string, listener: LiveSubscription): () => void {
  if (allowedInteractions(medplum.getAccessPolicy(), 'Subscription').includes('create')) {
    return keepBound(medplum, criteria, listener);
  }
  listener.onLiveness('not-allowed');
  return nothing;
}

function keepBound(medplum: MedplumClient, criteria: string, { onLiveness, onNews }: LiveSubscription): () => void {
  let leave = nothing;
  const join = (): void => {
    leave();
    leave = joinCriteria(medplum, criteria, handlers);
    handshake.expect();
  };
  const handshake = createTimeout(() => join(), handshakeTimeoutMs);
  const stop = (): void => {
    handshake.cancel();
    leave();
    leave = nothing;
  };
  const lost = (): void => {
    onLiveness('reconnecting');
    handshake.expect();
  };
  const handlers: Handlers = {
    connect: () => {
      handshake.cancel();
      onLiveness('live');
      onNews();
    },
    message: onNews,
    close: lost,
    error: ({ payload }) => {
      const refused = refusalOf(payload);
      if (!refused) {
        lost();
        return;
      }
      stop();
      onLiveness(refused);
    },
  };
  join();
  return stop;
}

const nothing = (): void => undefined;

function createTimeout(act: () => void, milliseconds: number): Readonly<{ expect: () => void; cancel: () => void }> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  return {
    cancel,
    expect: () => {
      cancel();
      timer = setTimeout(act, milliseconds);
    },
  };
}

type Handlers = { [Type in 'connect' | 'message' | 'close' | 'error']: (event: SubscriptionEventMap[Type]) => void };

function joinCriteria(medplum: MedplumClient, criteria: string, handlers: Handlers): () => void {
  const emitter = medplum.subscribeToCriteria(criteria);
  emitter.addEventListener('connect', handlers.connect);
  emitter.addEventListener('message', handlers.message);
  emitter.addEventListener('close', handlers.close);
  emitter.addEventListener('error', handlers.error);
  return () => {
    emitter.removeEventListener('connect', handlers.connect);
    emitter.removeEventListener('message', handlers.message);
    emitter.removeEventListener('close', handlers.close);
    emitter.removeEventListener('error', handlers.error);
    medplum.unsubscribeFromCriteria(criteria);
  };
}

/** Refusals that trying again does not change. */
function refusalOf(error: Error): Liveness | undefined {
  if (!(error instanceof OperationOutcomeError)) {
    return undefined;
  }
  if (error.outcome.id === 'forbidden') {
    return 'not-allowed';
  }
  return error.message.includes('subscriptions not enabled') ? 'turned-off' : undefined;
}
