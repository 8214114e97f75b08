import type { ReactNode } from 'react';
import './what-happened.css';

export function WhatHappenedPanel({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  return (
    <details className="what-happened-panel">
      <summary className="what-happened-summary">What happened?</summary>
      <dl className="what-happened-facts">{children}</dl>
    </details>
  );
}
