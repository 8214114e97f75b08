import { isNewEnough } from '#bootstrap/ensure-node.mjs';
import { fault, ok, type Finding } from '#doctor/finding.ts';

/** Whether this Node runs the project, and whether it is the machine's own. */
export function nodeVersion(version: string, executable: string): Finding {
  if (!isNewEnough(version)) {
    return fault(
      'node',
      `Node ${version} does not run this project.`,
      'Use npm run doctor, which fetches one, or install Node 22.18, 24.2 or newer from https://nodejs.org.',
    );
  }
  const isFetched = /[\\/]scripts[\\/]node[\\/]node_modules[\\/]/.test(executable);
  return ok('node', `Node ${version}${isFetched ? ", fetched for this project: the machine's own is older" : ''}`);
}
