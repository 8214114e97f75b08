import type { OperationOutcome } from '@medplum/fhirtypes';
import { useContext, useEffect, useState } from 'react';
import { type FailureText, Features } from '#feature';
import { SignInError } from '#medplum/error.ts';
import { supportReference } from '#support-reference';

/** What failed, as plain data that outlives a reload as history state. */
export type Failure = Readonly<{
  /** A SignInErrorCode, one of a feature, an id or code that Medplum gives an OperationOutcome, or `unexpected`. */
  code: string;
  detail: string;
  /** What the server answered, if it did. */
  raw?: unknown;
  /** By which support finds the requests in Medplum's log. */
  reference: string;
  at: string;
}>;

/** @param error - Thrown by a request or by a sign-in, or an OperationOutcome. */
export function failureOf(error: unknown): Failure {
  const trace = { reference: supportReference, at: new Date().toISOString() };
  if (error instanceof SignInError) {
    return { code: String(error.code), detail: error.message, raw: error.raw, ...trace };
  }
  const { outcome = error } = error as { outcome?: OperationOutcome };
  const { id, issue: [issue] = [] } = outcome as Partial<OperationOutcome>;
  const detail = issue?.details?.text ?? issue?.diagnostics ?? String(error);
  const isUnanswered = /^(TypeError: )?No answer from /.test(detail);
  const code = isUnanswered ? 'unreachable' : detail.trimStart().startsWith('<') ? 'web_page' : (id ?? issue?.code);
  return { code: code ?? 'unexpected', detail, ...(issue && { raw: outcome }), ...trace };
}

/** For when not even the words arrive. */
const nothingLoads: FailureText = {
  title: 'The app could not load what it needs',
  happened: 'Its web server could not be reached, or a newer version of the app was released.',
  next: 'Check the connection and reload the page.',
};

/** The words for a failure, fetched when there is one: on the first screen there is none. */
export function useFailureText(failure: Failure | undefined): FailureText | undefined {
  const features = useContext(Features);
  const [found, setFound] = useState<Readonly<{ failure: Failure; text: FailureText }>>();

  useEffect(() => {
    if (failure) {
      import('./describe-failure.ts')
        .then(async ({ describeFailure }) => describeFailure(failure, features))
        .then(
          (text) => setFound({ failure, text }),
          () => setFound({ failure, text: nothingLoads }),
        );
    }
  }, [failure, features]);

  return found?.failure === failure ? found?.text : undefined;
}
