import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from './failure.ts';
import './support-details.css';

type SupportDetailsProps = Omit<Failure, 'code'> & Readonly<{ code: string }>;

/** The reference for support, and one click away what the server said, word for word. */
export function SupportDetails({ code, detail, raw, reference, at }: SupportDetailsProps): ReactNode {
  return (
    <div className="support-details">
      <Text size="sm">
        Reference for support: <code>{reference}</code>
      </Text>
      <details>
        <summary>What the server answered</summary>
        <Text size="sm" mt="xs">
          <code>{code}</code> at {at}: {detail}
        </Text>
        {raw ? <pre>{JSON.stringify(raw, null, 2)}</pre> : <Text size="sm">It sent nothing more.</Text>}
      </details>
    </div>
  );
}
