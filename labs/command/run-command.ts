import { check } from './check.ts';
import { type Context, createContext, UsageError } from './context.ts';
import { diff } from './diff.ts';
import { hint } from './hint.ts';
import { list } from './list.ts';
import { prepare } from './prepare.ts';
import { reset } from './reset.ts';
import { solve } from './solve.ts';
import { start } from './start.ts';

/** A command: what comes after its name, and whether it runs once instead of watching. Answers with the exit code. */
export type Command = (context: Context, number: string | undefined, once: boolean) => number | Promise<number>;

const commands: Readonly<Record<string, Command>> = { list, start, check, hint, solve, diff, reset, prepare };

const usage = `
npm run lab                  the labs, and how far you are
npm run lab -- start 3       begins lab 3, and goes on where you were
npm run lab -- check         looks at your file whenever you save it; --once looks and ends
npm run lab -- hint          the next hint
npm run lab -- diff          your file beside the app's own; it shows the solution
npm run lab -- solve         writes the solution, and puts your file aside
npm run lab -- reset         writes the problem again, and puts your file aside
npm run lab -- prepare       the evening before: tries everything, so that the room needs no network`;

/** Runs one command of the labs. @returns 0, 1 when a check is red, 2 when the command makes no sense. */
export async function runCommand(args: readonly string[], context = createContext(console.log)): Promise<number> {
  const once = args.includes('--once');
  const [name = 'list', number, ...more] = args.filter((arg) => arg !== '--once');
  const command = commands[name];
  try {
    if (!command || more.length > 0) {
      throw new UsageError(`"${args.join(' ')}" is no command of the labs.\n${usage}`);
    }
    return await command(context, number, once);
  } catch (error) {
    if (error instanceof UsageError) {
      context.say(error.message);
      return 2;
    }
    throw error;
  }
}
