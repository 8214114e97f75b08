// The first thing that `npm start` and `npm test` run. It needs nothing but Node 14 and npm, so it can make the rest:
// a Node that is new enough, the installed packages, and only then the real command.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstall } from './bootstrap/ensure-install.mjs';
import { ensureNode } from './bootstrap/ensure-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const app = 'apps/device-agent';
const commands = {
  start: ['scripts/start/main.ts'],
  test: ['scripts/test/main.ts'],
  e2e: ['scripts/e2e/main.ts'],
  demo: ['scripts/demo/main.ts'],
  provision: ['scripts/provision/main.ts'],
  doctor: ['--disable-warning=ExperimentalWarning', 'scripts/doctor/main.ts'],
  check: ['scripts/check/main.ts'],
  take: ['scripts/take/main.ts'],
  'take:check': ['scripts/take/check/main.ts'],
  bench: ['bench/main.ts'],
  lab: ['--disable-warning=ExperimentalWarning', 'labs/main.ts'],
  mutate: ['scripts/mutate/main.ts'],
  'device-agent': ['--disable-warning=ExperimentalWarning', `--env-file-if-exists=${app}/.env`, `${app}/src/main.ts`],
};

async function main([command, ...rest]) {
  const program = commands[command];
  if (!program) {
    console.error(`Unknown command "${command || ''}". Use one of: ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  const node = await ensureNode(root);
  await ensureInstall(root, node);
  return run(node, [...program, ...rest]);
}

function run(node, args) {
  const env = {
    // Node keeps there what it compiled: each of the many processes then starts in little more than half the time.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  };
  return new Promise((resolve) => {
    const child = spawn(node, args, { stdio: 'inherit', env, cwd: root });
    // The terminal sends Ctrl-C to the child as well, `kill` does not; a child that stops already minds no second signal.
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => child.kill('SIGTERM'));
    }
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
