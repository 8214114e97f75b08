import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/**
 * Runs npm under a given Node and shows that time passes. npm's own words appear only when it fails.
 *
 * @throws Error that carries npm's output and what to try.
 */
export function npm(node, args, cwd, title) {
  const own = process.env.npm_execpath;
  const [command, prefix] = own ? [node, [own]] : ['npm', []];
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const stop = showProgress(title);
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) =>
      finish(`npm could not be started (${error.message}). Install npm, then run this again.`),
    );
    child.on('exit', (code) =>
      finish(
        code === 0
          ? undefined
          : `${output}\nnpm ${args[0]} failed. Check the network and the registry, then run this again.`,
      ),
    );
    function finish(problem) {
      stop(!problem);
      if (problem) {
        reject(new Error(problem));
      } else {
        resolve(undefined);
      }
    }
  });
}

function showProgress(title) {
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  const isTerminal = Boolean(process.stderr.isTTY);
  process.stderr.write(isTerminal ? `${title} …` : `${title} …\n`);
  const timer = setInterval(
    () => process.stderr.write(isTerminal ? `\r${title} … ${seconds()} s` : `  still working, ${seconds()} s\n`),
    isTerminal ? 1000 : 10_000,
  );
  return (isDone) => {
    clearInterval(timer);
    process.stderr.write(`${isTerminal ? `\r${title} … ` : '  '}${isDone ? 'done' : 'failed'} after ${seconds()} s\n`);
  };
}
