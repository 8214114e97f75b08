import type { Request, Response } from 'express';
import { HttpError } from '#middleware/http-error.ts';
import type { CarriedText } from '#middleware/kept-text.ts';
import { localPath } from '#middleware/local-path.ts';
import { wantsPage } from '#middleware/wants-page.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { ShowSignIn } from './sign-in.ts';

/** Answers a request of somebody who is not signed in. What they typed goes along to the sign-in page. */
export type AskToSignIn = (request: Request, response: Response, carried?: CarriedText) => void;

export function createAskToSignIn(render: RenderPage, showSignIn: ShowSignIn): AskToSignIn {
  return (request, response, carried) => {
    const isRead = request.method === 'GET';
    if (!wantsPage(request)) {
      throw new HttpError(401, 'You are not signed in.', 'Sign in at /sign-in.');
    } else if (carried) {
      showSignIn(request, response.status(401), { returnTo: carried.page, carried });
    } else if (isRead && request.headers['sec-fetch-site'] === 'cross-site') {
      // A Strict cookie does not come with a link of another site. It comes when this application's own page asks.
      render(request, response, 'continue', { path: localPath(request.originalUrl) });
    } else {
      const returnTo = localPath(request.originalUrl);
      const query = isRead && returnTo !== '/' ? `?returnTo=${encodeURIComponent(returnTo)}` : '';
      response.redirect(303, `/sign-in${query}`);
    }
  };
}
