import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Eta } from 'eta';
import type { Request, Response } from 'express';
import type { SessionStatus } from '#medplum/sign-in.ts';
import { cookieKindOf } from '#middleware/cookie-kind.ts';
import { csrfToken } from '#middleware/csrf-token.ts';
import { currentUser } from '#middleware/request-context.ts';
import { escapeText } from './escape-text.ts';
import type { PageModels } from './page-models.ts';

const toTheMinute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const toTheSecond = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** Answers with a page: one of the core's, or `@feature/page` with whatever its template takes. */
export type RenderPage = <Name extends keyof PageModels | `@${string}`>(
  request: Request,
  response: Response,
  name: Name,
  model: Name extends keyof PageModels ? PageModels[Name] : Readonly<Record<string, unknown>>,
) => void;

/** Folder of a feature's templates. */
type FeatureViews = Readonly<{ name: string; views?: string }>;

/** Makes the function that answers with a page. Templates escape all they are given. */
export function createRenderPage(medplumStatus: () => SessionStatus, features: readonly FeatureViews[]): RenderPage {
  const eta = new Eta({
    views: join(import.meta.dirname, 'views'),
    cache: true,
    autoEscape: true,
    escapeFunction: escapeText,
  });
  for (const { name, views } of features) {
    for (const file of views ? readdirSync(views) : []) {
      eta.loadTemplate(`@${name}/${basename(file, '.eta')}`, readFileSync(join(views ?? '', file), 'utf8'));
    }
  }

  return (request, response, name, model) => {
    const user = currentUser(response);
    const frame = {
      user,
      link: medplumStatus(),
      moment: formatMoment,
      sessionCookieName: cookieKindOf(request, true).sessionName,
      ...(user && { csrfToken: csrfToken(request) }),
    };
    response.type('html').send(eta.render(name, { ...frame, ...model }));
  };
}

/**
 * A moment as people read it, in UTC, since the server cannot know the reader's time zone. A day of which no time is
 * recorded stays a day. A line breaks before the time.
 */
function formatMoment(moment: string | number | undefined, precision: 'minute' | 'second' = 'minute'): string {
  if (typeof moment === 'string' && /^\d{4}(-\d\d){0,2}$/.test(moment)) {
    return moment;
  }
  const date = new Date(moment ?? Number.NaN);
  const format = precision === 'minute' ? toTheMinute : toTheSecond;
  return Number.isNaN(date.getTime()) ? 'time unknown' : `${format.format(date)}\u00a0UTC`;
}
