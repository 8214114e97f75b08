import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from '#take/plan/plan-starter.ts';

/** Writes files into a folder. */
export function writePlan(folder: string, plan: Plan): void {
  for (const [place, content] of plan) {
    const path = join(folder, place);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
