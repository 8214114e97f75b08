import { Component, type ReactNode } from 'react';
import { PageCrashed } from './page-crashed.tsx';

type PageBoundaryProps = Readonly<{ page: string; children: ReactNode }>;
type PageBoundaryState = Readonly<{ page: string; error?: unknown }>;

/** Keeps header and navigation when a page cannot be shown. Another page gets another chance. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { page: this.props.page };

  static getDerivedStateFromError(error: unknown): Partial<PageBoundaryState> {
    return { error };
  }

  static getDerivedStateFromProps({ page }: PageBoundaryProps, state: PageBoundaryState): PageBoundaryState | null {
    return page === state.page ? null : { page, error: undefined };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <PageCrashed error={this.state.error} />;
  }
}
