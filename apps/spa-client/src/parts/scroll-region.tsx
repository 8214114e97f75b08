import type { ReactNode } from 'react';
import './scroll-region.css';

/** What may be wider than the screen, such as a table, scrolls by itself: with a finger, or with the arrow keys. */
export function ScrollRegion({ label, children }: Readonly<{ label: string; children: ReactNode }>): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it no key scrolls (WCAG 2.1.1)
    <div role="region" aria-label={label} tabIndex={0} className="scroll-region">
      {children}
    </div>
  );
}
