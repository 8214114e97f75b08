import { useContext, useEffect, useState } from 'react';
import { type FailureText, Features } from '#feature';
import type { Failure } from './failure.ts';

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
