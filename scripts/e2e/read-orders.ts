import { serverUrl } from '#provision/server-url.ts';

/** What to run, and what is left for Playwright. */
export type Orders = Readonly<{
  part: string | undefined;
  server: string | undefined;
  /** Whether the pictures of the documents are made, in place of the tests. */
  isForPictures: boolean;
  args: readonly string[];
}>;

/**
 * Reads the arguments that are not Playwright's, wherever they stand.
 *
 * @throws Error of one line when the address of a server is missing or would send passwords unencrypted.
 */
export function readOrders(given: readonly string[]): Orders {
  const args = [...given];
  const take = (option: string): string | undefined => {
    const at = args.indexOf(option);
    const [, value] = at < 0 ? [] : args.splice(at, 2);
    if (at >= 0 && !value) {
      throw new Error(`Say what follows ${option}.`);
    }
    return value;
  };
  const server = take('--medplum');
  const part = take('--part');
  const isForPictures = args.includes('--screenshots');
  return {
    part,
    server: server && serverUrl(server),
    isForPictures,
    args: args.filter((arg) => arg !== '--screenshots'),
  };
}
