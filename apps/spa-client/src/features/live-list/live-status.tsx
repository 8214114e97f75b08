import { Button, Text, VisuallyHidden } from '@mantine/core';
import { formatCodeableConcept, formatObservationValue } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import type { Liveness } from './live-subscription.ts';
import '@mantine/core/styles/VisuallyHidden.css';

type LiveStatusProps = Readonly<{ liveness: Liveness; news: readonly Observation[]; refresh: () => void }>;

const texts: Readonly<Record<Liveness, string>> = {
  connecting: 'Connecting…',
  live: 'Live: what others add appears by itself',
  reconnecting: 'Reconnecting… What was missed is read as soon as Medplum answers',
  'not-allowed': 'Not live: your policy does not allow subscriptions',
  'turned-off': 'Not live: this project has WebSocket subscriptions turned off',
};

/** Whether the list follows what others do; where it does not, the button does it by hand. */
export function LiveStatus({ liveness, news, refresh }: LiveStatusProps): ReactNode {
  const isOff = liveness === 'not-allowed' || liveness === 'turned-off';
  return (
    <div className="live-status">
      <Text size="sm" role="status" className="live-status-text" data-liveness={liveness}>
        {texts[liveness]}
      </Text>
      {isOff && (
        <Button variant="default" size="xs" onClick={refresh}>
          Refresh
        </Button>
      )}
      <VisuallyHidden aria-live="polite" data-testid="news">
        {news.length > 0 &&
          `New: ${news.map((one) => `${formatCodeableConcept(one.code)} ${formatObservationValue(one)}`).join(', ')}`}
      </VisuallyHidden>
    </div>
  );
}
