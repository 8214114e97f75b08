// The first thing that `npm start` and `npm test` run. It needs nothing but Node 14 and npm, so it can make the rest:
// a Node that is new enough, the installed packages, and only then the real command.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstall } from './bootstrap/ensure-install.mjs';
import { ensureNode } from './bootstrap/ensure-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  start: 'start/main.ts',
  test: 'test/main.ts',
  e2e: 'e2e/main.ts',
  demo: 'demo/main.ts',
  check: 'check/main.ts',
  bench: '../bench/main.ts',
};

async function main([command, ...rest]) {
  const script = commands[command];
  if (!script) {
    console.error(`Unknown command "${command || ''}". Use one of: ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  const node = await ensureNode(root);
  await ensureInstall(root, node);
  return run(node, [join(root, 'scripts', script), ...rest]);
}

function run(node, args) {
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  };
  return new Promise((resolve) => {
    const child = spawn(node, args, { stdio: 'inherit', env, cwd: root });
    // The terminal sends Ctrl-C to the child as well; a `kill` reaches only this process, so it is passed on.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
