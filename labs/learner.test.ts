import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { allLabs } from '#all-labs.ts';
import { createContext } from '#command/context.ts';
import { runCommand } from '#command/run-command.ts';
import { readLabTexts } from '#lab/lab-texts.ts';
import { openLearnerFolder } from '#learner/learner-folder.ts';
import { openProgressFile } from '#learner/progress.ts';
import { createLabRunner, type LabRunner } from '#run/lab-runner.ts';

const lab = allLabs.find(({ number }) => number === 8);
// One for all commands of this file: a thread takes a second to start.
const runner = createLabRunner(28_000);
afterAll(runner.close);
let folder = '';
let said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labs-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]): Promise<number> => {
  said = [];
  const context = createContext((line = '') => said.push(line), folder);
  return runCommand(args, { ...context, startRunner: () => ({ ...runner, close: async () => undefined }) });
};
const file = (): string => (lab ? openLearnerFolder(folder).fileOf(lab) : '');
const texts = () => (lab ? readLabTexts(lab) : { problem: '', solution: '' });
const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: join(file(), '..'), encoding: 'utf8' });

test('[W1] lab, started for the first time, is the problem, red, and says what to look at', async () => {
  const code = await run('start', '8', '--once');

  expect([code, readFileSync(file(), 'utf8')]).toEqual([1, texts().problem]);
  const words = said.join('\n');
  expect(words).toContain('✗ After the sign-in, nobody ends up at another site');
  expect(words).toMatch(/What the check saw .*leads to https:\/\/evil\.example/);
  expect(words).toContain('What the rule is     RFC 9700 §4.11');
});

test('[W1] lab, started again after the learner changed her file, keeps every letter of hers', async () => {
  await run('start', '8', '--once');
  writeFileSync(file(), '// mine');

  await run('start', '8', '--once');

  expect(readFileSync(file(), 'utf8')).toBe('// mine');
});

test.each(['solve', 'reset'])('[W1] %s, over a changed file, puts it aside whole and says where', async (command) => {
  await run('start', '8', '--once');
  writeFileSync(file(), '// mine');

  await run(command);

  const [saved = ''] = readdirSync(join(file(), '..', 'saved'));
  expect(readFileSync(join(file(), '..', 'saved', saved), 'utf8')).toBe('// mine');
  expect(said.join('\n')).toContain(saved);
  expect(readFileSync(file(), 'utf8')).toBe(command === 'solve' ? texts().solution : texts().problem);
});

test('[W1] lab, in which a learner commits, keeps her commit through reset and start', async () => {
  await run('start', '8', '--once');
  writeFileSync(file(), '// mine');
  git('-c', 'user.name=Her', '-c', 'user.email=her@localhost', 'commit', '--all', '--quiet', '--message', 'my try');

  await run('reset');
  await run('start', '8', '--once');

  expect(git('log', '--format=%an %s').trim().split('\n')).toEqual([
    'Her my try',
    'Lab Lab 8, A link from another site: the problem',
  ]);
  expect(git('show', 'HEAD:local-path.ts')).toBe('// mine');
});

test('[W1] check, on the solution, is green, is kept as done, and names the next lab', async () => {
  await run('start', '8', '--once');
  await run('solve');

  const code = await run('check', '--once');

  expect(code).toBe(0);
  expect(said.join('\n')).toContain('Next: npm run lab -- start 9');
  expect(openProgressFile(folder).read().labs['8']).toMatchObject({ isSolved: true, report: { isDone: true } });
  await run('list');
  expect(said.find((line) => line.includes('A link from another site'))).toContain('solution shown');
});

test('[W1] check, when she saves while the first look lasts, looks again', async () => {
  await run('start', '8', '--once');
  said = [];
  const context = createContext((line = '') => said.push(line), folder);
  const begin: LabRunner['run'] = async (...args) => {
    const report = await runner.run(...args);
    if (!said.length) {
      writeFileSync(file(), texts().solution);
    }
    return report;
  };

  const checked = runCommand(['check'], {
    ...context,
    startRunner: () => ({ run: begin, close: async () => undefined }),
  });
  await vi.waitFor(() => expect(said.join('\n')).toContain('Next: npm run lab -- start 9'), { timeout: 20_000 });
  process.emit('SIGINT');

  expect(await checked).toBe(0);
});

test('[W1] check, of a file that is no code, says so in words and does not break', async () => {
  await run('start', '8', '--once');
  writeFileSync(file(), 'export function localPath( {');

  expect(await run('check', '--once')).toBe(1);
  expect(said.join('\n')).toContain('✗ Your file can be loaded');
});

test('[W1] hint, asked again and again, unfolds one more each time and then offers the solution', async () => {
  await run('start', '8', '--once');

  await run('hint');
  const first = said.filter((line) => line.includes('Hint '));
  await run('hint');
  await run('hint');

  expect(first).toHaveLength(1);
  expect(said.filter((line) => line.includes('Hint '))).toHaveLength(3);
  expect(said.join('\n')).toContain('npm run lab -- solve');
});

test('[W1] diff, of the problem, shows the lines of both files', async () => {
  await run('start', '8', '--once');

  await run('diff');

  expect(said.join('\n')).toMatch(/^-.*value\.startsWith\('\/'\)/m);
  expect(said.join('\n')).toMatch(/^\+.*URL\.parse\(value, base\)/m);
});

test.each([
  [['start', '99'], 'There is no lab 99'],
  [['start'], 'Which lab?'],
  [['check'], 'No lab is under way'],
  [['solve', '3'], 'Lab 3 was not started yet'],
  [['dance'], 'is no command'],
])('[W1] command %j, which makes no sense, says what to type and exits with 2', async (args, words) => {
  expect(await run(...args)).toBe(2);
  expect(said.join('\n')).toContain(words);
});
