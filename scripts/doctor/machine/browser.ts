import { fault, note, ok, type Finding } from '#doctor/finding.ts';

/**
 * Which browser the tests will use.
 *
 * @param find - Looks for one that is on this machine, and fetches none.
 */
export async function browser(find: () => Promise<string | undefined>): Promise<Finding> {
  try {
    const path = await find();
    return path
      ? ok('browser', `The tests use ${path}`)
      : note(
          'browser',
          'No Chromium is on this machine. npm start needs none of it.',
          'npm test fetches one, or set E2E_BROWSER to the path of a Chromium or Chrome.',
        );
  } catch (error) {
    return fault('browser', (error as Error).message, 'Correct E2E_BROWSER, or unset it.');
  }
}
