import { Component, type ReactNode } from 'react';
import { type Failure, failureOf } from './failure.ts';
import { FailurePage } from './show-failure.tsx';

type PageBoundaryProps = Readonly<{ page: string; children: ReactNode }>;
type PageBoundaryState = Readonly<{ page: string; failure?: Failure | undefined }>;

/** Keeps header and navigation when a page does not arrive or has a fault. Another page gets another chance. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { page: this.props.page };

  static getDerivedStateFromError(error: unknown): Partial<PageBoundaryState> {
    return { failure: { ...failureOf(error), code: 'page_crashed' } };
  }

  static getDerivedStateFromProps({ page }: PageBoundaryProps, state: PageBoundaryState): PageBoundaryState | null {
    return page === state.page ? null : { page, failure: undefined };
  }

  override render(): ReactNode {
    const { page, failure } = this.state;
    return failure ? (
      <FailurePage failure={failure} retry={{ to: page, label: 'Reload the page' }} />
    ) : (
      this.props.children
    );
  }
}
