// Node runs this app's TypeScript as it stands, which older versions cannot. Plain JavaScript, so that they read this.
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!((major === 22 && minor >= 18) || (major === 24 && minor >= 2) || major > 24)) {
  process.stderr.write(
    `Node 22.18, or 24.2 and newer, is needed here; this is ${process.versions.node}. npm start at the root of the repository fetches one.\n`,
  );
  process.exit(1);
}
