import { demoIds } from '@auth-patterns/demo-project';
import { houseVariable, runningHouse } from '#house/running-house.ts';

/**
 * Makes `demoIds` name what a real server has: it gives ids of its own. Runs when the fixtures are loaded, before any
 * spec reads an id.
 */
export function useServerIds(): void {
  const { onServer } = process.env[houseVariable] ? runningHouse() : {};
  if (onServer) {
    replaceIn(demoIds, onServer.ids);
  }
}

function replaceIn(group: object, ids: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(group) as [string, unknown][]) {
    if (typeof value === 'string') {
      Object.assign(group, { [name]: ids[value] ?? value });
    } else if (value && typeof value === 'object') {
      replaceIn(value, ids);
    }
  }
}
