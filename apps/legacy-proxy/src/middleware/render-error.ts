import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Log } from '#log';
import { MedplumError, type MedplumErrorCode } from '#medplum/error.ts';
import { HttpError } from './http-error.ts';
import { localPath } from './local-path.ts';
import { operationOutcome } from './operation-outcome.ts';
import { ForeignRequestError } from './own-audience.ts';
import { keptPageOf, requestIdOf } from './request-context.ts';
import { wantsPage } from './wants-page.ts';

type Answer = readonly [status: number, message: string, nextStep: string];

type RenderErrorPage = (
  request: Request,
  response: Response,
  name: 'error',
  model: Readonly<{
    status: number;
    message: string;
    nextStep: string;
    keptPage: string | undefined;
    samePage: string | undefined;
    requestId: string;
  }>,
) => void;

/** In our words: Medplum's own may quote what it was sent, and go to the log alone. */
const medplumAnswers: Readonly<Record<MedplumErrorCode, Answer>> = {
  unreachable: [502, 'Medplum does not answer.', 'The appointments still work. Try again in a minute, then call IT.'],
  sign_in_refused: [502, 'Medplum does not accept this server.', 'Call IT: its client id or secret needs attention.'],
  forbidden: [502, 'Medplum does not allow this server to do that.', 'Call IT: its access policy needs attention.'],
  not_found: [404, 'Medplum has no such record.', 'Go to the appointments and choose a patient.'],
  busy: [503, 'Medplum asks this server to slow down.', 'Try again in a minute.'],
  failed: [502, 'Medplum could not do that.', 'Try again; if it stays, call IT and give the request number.'],
};

export const notFound: RequestHandler = () => {
  throw new HttpError(404, 'There is no page at this address.', 'Go to the appointments.');
};

/** Answers every error, once: a page for a person, an OperationOutcome for a program. */
export function renderError(render: RenderErrorPage, log: Log): ErrorRequestHandler {
  // Express takes a function of four parameters for an error handler.
  return (error, request, response, _next) => {
    const { status, message, nextStep } = toHttpError(error);
    log(status < 500 ? 'refused' : 'failed', { requestId: requestIdOf(response), status, ...describe(error, status) });
    if (response.headersSent) {
      // Express would print the error as it is, secrets and all.
      response.destroy();
      return;
    }
    response.status(status);
    if (status === 503) {
      const askedMs = error instanceof MedplumError ? error.retryAfterMs : undefined;
      response.set('Retry-After', String(Math.ceil((askedMs ?? 60_000) / 1000)));
    }
    const isForPerson = wantsPage(request);
    if (isForPerson && error instanceof ForeignRequestError) {
      // Under this name there is no style sheet either, and a link would lead back here.
      response.type('text/plain').send(`${message} ${nextStep}\n`);
    } else if (isForPerson) {
      const samePage = status >= 500 && request.method === 'GET' ? localPath(request.originalUrl) : undefined;
      const pages = { keptPage: keptPageOf(response), samePage };
      render(request, response, 'error', { status, message, nextStep, ...pages, requestId: requestIdOf(response) });
    } else {
      response.type('application/fhir+json').send(JSON.stringify(operationOutcome(status, `${message} ${nextStep}`)));
    }
  };
}

function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) {
    return error;
  }
  if (error instanceof MedplumError) {
    return new HttpError(...medplumAnswers[error.code]);
  }
  const status = statusOf(error);
  return status === 413
    ? new HttpError(413, 'This form is too large.', 'Go back, shorten what you wrote and send it again.')
    : status >= 400 && status < 500
      ? new HttpError(status, 'This request cannot be read.', 'Go back and try again.')
      : new HttpError(500, 'Something went wrong here.', 'Try again; if it stays, call IT with the request number.');
}

/** Express and its body parser put the status on the error. */
function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error ? Number(error.status) : 500;
}

/** For the log: what happened, and for the unexpected, where. */
function describe(error: unknown, status: number): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) {
    return { reason: 'something that is no Error was thrown' };
  }
  const { name, message, cause, stack } = error;
  const isExpected =
    status < 500 || error instanceof HttpError || (error instanceof MedplumError && error.code !== 'failed');
  return {
    reason: `${name}: ${message}`,
    ...(cause instanceof Error && { cause: `${cause.name}: ${cause.message}` }),
    ...(!isExpected && { stack }),
  };
}
