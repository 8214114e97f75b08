import { UsageError } from '#command/usage-error.ts';
import type { ControlClient } from '#control-client/control-client.ts';
import type { FaultRule } from '#fault/fault-rule.ts';
import { readClockChange } from './clock-change.ts';

/** An order and its arguments. */
export type OrderInput = Readonly<{
  client: ControlClient;
  rest: readonly string[];
  dropOld: boolean;
  follow: boolean;
  print: (line: string) => void;
}>;

type Order = (input: OrderInput) => Promise<void>;

/** All orders by name. */
export const orders: Readonly<Record<string, Order | undefined>> = {
  clock: answering(async ({ client, rest: [change] }) =>
    change === undefined ? client.clock.read() : client.clock.change(readClockChange(change)),
  ),
  tokens: answering(async ({ client, rest: [who = '', through] }) =>
    client.makeSession({
      ...(who.includes('@') ? { user: who } : { client: who }),
      ...(through && { client: through }),
    }),
  ),
  logins: answering(async ({ client }) => client.listLogins()),
  revoke: answering(async ({ client, rest: [login] }) => client.revokeLogins(login === undefined ? {} : { login })),
  expire: answering(async ({ client, rest: [login] }) => client.expireTokens(login === undefined ? {} : { login })),
  rotate: answering(async ({ client, dropOld }) => client.rotateKeys({ dropOld })),
  fault: answering(async ({ client, rest: [rule] }) => client.faults.add(readRule(rule))),
  faults: answering(async ({ client, rest: [verb] }) =>
    verb === 'clear' ? client.faults.clear() : client.faults.list(),
  ),
  log: showLog,
  mail: answering(async ({ client }) => client.mail.list()),
  reset: answering(async ({ client }) => client.reset()),
  snapshot: answering(async ({ client, rest }) => client.snapshot(nameIn(rest))),
  restore: answering(async ({ client, rest }) => client.restore(nameIn(rest))),
  tenants: answering(async ({ client }) => client.tenants.list()),
  tenant: answering(async ({ client, rest: [name] }) => {
    const { baseUrl } = await client.tenants.create(name === undefined ? {} : { name });
    return { baseUrl };
  }),
};

function answering(work: (input: OrderInput) => Promise<unknown>): Order {
  return async (input) => {
    const answer = await work(input);
    input.print(answer === undefined ? 'done' : JSON.stringify(answer, undefined, 2));
  };
}

async function showLog({ client, follow, print }: OrderInput): Promise<void> {
  for (const entry of await client.log.list()) {
    print(JSON.stringify(entry));
  }
  if (follow) {
    for await (const entry of client.log.follow()) {
      print(JSON.stringify(entry));
    }
  }
}

function nameIn([name]: readonly string[]): string {
  if (name === undefined) {
    throw new UsageError('A name is missing.');
  }
  return name;
}

/** The server validates the members and explains what is wrong. */
function readRule(text: string | undefined): FaultRule {
  try {
    return JSON.parse(text ?? '') as FaultRule;
  } catch (cause) {
    throw new UsageError('The fault is not JSON (mock-medplum control --help shows one).', { cause });
  }
}
