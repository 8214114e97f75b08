import { fault, note, ok, type Finding } from '#doctor/finding.ts';
import { isFree, type Ports, type PortVariable } from '#house/ports.ts';

/** Which variables hold a port that is taken, and by which part of this project, if it is one. */
export type PortUse = Readonly<{ variable: PortVariable; part: string; isOwn: () => Promise<boolean> }>;

/** Whether the parts can listen, or do already. */
export async function portsInUse(ports: Ports, uses: readonly PortUse[]): Promise<readonly Finding[]> {
  const looks = await Promise.all(
    uses.map(async ({ variable, part, isOwn }) => {
      const port = ports[variable];
      const state = (await isFree(port)) ? 'free' : (await isOwn()) ? 'own' : 'taken';
      return { variable, part, port, state };
    }),
  );
  const taken = looks.filter(({ state }) => state === 'taken');
  const running = looks.filter(({ state }) => state === 'own');
  const free = looks.filter(({ state }) => state === 'free');
  const list = (some: typeof looks): string => some.map(({ part, port }) => `${part} (${port})`).join(', ');
  return [
    ...taken.map(({ variable, part, port }) =>
      fault(
        'ports',
        `Port ${port}, for ${part}, is taken by another program.`,
        `Stop what uses it, or choose another: ${variable}=${port + 1000} npm start`,
      ),
    ),
    ...(running.length > 0 ? [ok('ports', `Running: ${list(running)}`)] : []),
    ...(free.length > 0 && running.length > 0 ? [note('ports', `Not running: ${list(free)}`)] : []),
    ...(free.length > 0 && running.length === 0 ? [ok('ports', `Free, so npm start can listen: ${list(free)}`)] : []),
  ];
}
