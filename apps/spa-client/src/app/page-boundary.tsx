import { Component, type ReactNode } from 'react';
import { PageCrashed } from './page-crashed.tsx';

type PageBoundaryProps = Readonly<{ page: string; children: ReactNode }>;
type PageBoundaryState = Readonly<{ error?: unknown }>;

/** Keeps header and navigation when a page cannot be shown, and says what can be done about it. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = {};

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { error };
  }

  override componentDidUpdate(before: PageBoundaryProps): void {
    if (before.page !== this.props.page && this.state.error !== undefined) {
      // Another page gets another chance.
      this.setState({ error: undefined });
    }
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <PageCrashed error={this.state.error} />;
  }
}
