import type { ReadFaultRule } from './fault-rule.ts';

/** An active rule, and how many requests it matched. */
export type ActiveFault = ReadFaultRule & Readonly<{ id: string; matched: number; applied: number }>;

/** The parts of a request that rules match. */
export type FaultSubject = Readonly<{ method: string; path: string; client: string | undefined }>;

/** A tenant's faults, in the order in which they were added. */
export type Faults = Readonly<{
  add: (rule: ReadFaultRule) => ActiveFault;
  list: () => readonly ActiveFault[];
  remove: (id: string) => boolean;
  clear: () => void;
  /** The faults for this request. Each call counts as one more request. */
  take: (subject: FaultSubject) => readonly ActiveFault[];
}>;

type Entry = { rule: ReadFaultRule; id: string; matched: number; applied: number; random: () => number };

/** Makes an empty list of faults. */
export function createFaults(): Faults {
  const entries = new Map<string, Entry>();
  let count = 0;

  function add(rule: ReadFaultRule): ActiveFault {
    count += 1;
    const id = `fault-${count}`;
    const entry = { rule, id, matched: 0, applied: 0, random: seededRandom(rule.seed) };
    entries.set(id, entry);
    return show(entry);
  }

  function take(subject: FaultSubject): ActiveFault[] {
    return [...entries.values()].flatMap((entry) => (isDue(entry, subject) ? [show(entry)] : []));
  }

  return {
    add,
    take,
    list: () => [...entries.values()].map(show),
    remove: (id) => entries.delete(id),
    clear: () => entries.clear(),
  };
}

function isDue(entry: Entry, subject: FaultSubject): boolean {
  const { rule } = entry;
  if (!matches(rule, subject)) {
    return false;
  }
  entry.matched += 1;
  const isOver = rule.times !== undefined && entry.applied >= rule.times;
  if (entry.matched <= rule.after || isOver || entry.random() >= rule.probability) {
    return false;
  }
  entry.applied += 1;
  return true;
}

function matches(rule: ReadFaultRule, { method, path, client }: FaultSubject): boolean {
  return (
    (rule.method === undefined || rule.method.toUpperCase() === method) &&
    (rule.path === undefined || matchesPath(rule.path, path)) &&
    (rule.client === undefined || rule.client === client)
  );
}

/** Matches from star to star: a rule could make a regular expression slow. */
function matchesPath(pattern: string, path: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) {
    return path === pattern;
  }
  if (!path.startsWith(first)) {
    return false;
  }
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}

function show({ rule, id, matched, applied }: Entry): ActiveFault {
  return { ...rule, id, matched, applied };
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (the generator mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
