import { Route } from 'react-router';
import type { Feature } from '#feature';
import { lazyPage, lazyPart } from '#ui/page-parts.tsx';

const HistoryPage = lazyPage(async () => (await import('./history-page.tsx')).HistoryPage);

/** Who wrote each version of a patient's record, or of an observation. */
export const history: Feature = {
  name: 'history',
  signedInRoutes: () => (
    <>
      <Route path="/patients/:id/history" element={<HistoryPage />} />
      <Route path="/patients/:id/observations/:observationId/history" element={<HistoryPage />} />
    </>
  ),
  recordLink: {
    column: 'History',
    Link: lazyPart(async () => (await import('./history-link.tsx')).HistoryLink),
  },
};
