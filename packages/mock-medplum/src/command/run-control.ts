import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '#command/usage-error.ts';
import { createControlClient } from '#control-client/control-client.ts';
import { controlUsage } from './control-usage.ts';
import { orders } from './orders.ts';

const options = {
  url: { type: 'string', default: 'http://localhost:8103/' },
  'drop-old': { type: 'boolean', default: false },
  follow: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

/**
 * Runs `mock-medplum control …`.
 *
 * @param args - What follows the word `control`.
 * @param print - Is given each line of the answer.
 * @throws UsageError when an argument is wrong, ControlError when the order is refused.
 */
export async function runControl(args: readonly string[], print: (line: string) => void): Promise<void> {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) {
    print(controlUsage);
    return;
  }
  const order = orders[name];
  if (!order) {
    throw new UsageError(`There is no order ${name} (mock-medplum control --help tells more).`);
  }
  if (!URL.canParse(values.url) || !values.url.endsWith('/')) {
    throw new UsageError(`--url ${values.url} is not a base URL: give an absolute URL that ends with a slash.`);
  }
  const client = createControlClient(values.url);
  await order({ client, rest, dropOld: values['drop-old'], follow: values.follow, print });
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    // A step back, -30s, is no option.
    const safe = args.map((arg) => (/^-\d/.test(arg) ? ` ${arg}` : arg));
    const parsed = parseArgs({ args: safe, options: options, allowPositionals: true });
    return { ...parsed, positionals: parsed.positionals.map((positional) => positional.trim()) };
  } catch (cause) {
    const [reason] = (cause as Error).message.split('. ');
    throw new UsageError(`${reason} (mock-medplum control --help tells more).`, { cause });
  }
}
