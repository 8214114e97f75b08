import { join } from 'node:path';
import { Eta } from 'eta';
import type { Request, Response } from 'express';
import type { SessionStatus } from '#medplum/sign-in.ts';
import { sessionCookieName } from '#middleware/browser-session.ts';
import { csrfToken } from '#middleware/csrf-token.ts';
import { currentUser } from '#middleware/request-context.ts';
import { escapeText } from './escape-text.ts';
import { formatMoment } from './format-moment.ts';
import type { PageModels } from './page-models.ts';

export type RenderPage = <Name extends keyof PageModels>(
  request: Request,
  response: Response,
  name: Name,
  model: PageModels[Name],
) => void;

/** Makes the function that answers with a page. Templates escape all they are given. */
export function createRenderPage(medplumStatus: () => SessionStatus): RenderPage {
  const eta = new Eta({
    views: join(import.meta.dirname, 'views'),
    cache: true,
    autoEscape: true,
    escapeFunction: escapeText,
  });

  return (request, response, name, model) => {
    const user = currentUser(response);
    const frame = {
      user,
      link: medplumStatus(),
      moment: formatMoment,
      sessionCookieName,
      ...(user && { csrfToken: csrfToken(request) }),
    };
    response.type('html').send(eta.render(name, { ...frame, ...model }));
  };
}
