import type { ReactNode } from 'react';
import './what-happened.css';

/**
 * For demonstrations: who holds which token now, and what Medplum recorded. To do without, delete the folder and its uses
 * in `frame.tsx` and `signed-in-area.tsx`.
 */
export function WhatHappenedPanel({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  return (
    <details className="what-happened-panel">
      <summary className="what-happened-summary">What happened?</summary>
      <dl className="what-happened-facts">{children}</dl>
    </details>
  );
}
