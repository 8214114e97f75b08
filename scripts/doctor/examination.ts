import type { House } from './apps/read-app.ts';
import type { Orders } from './command-line.ts';
import type { Outside } from './outside.ts';

/** What the examination of an app is given. */
export type Examination = Readonly<{
  orders: Orders;
  outside: Outside;
  house: House;
  /** All secrets: those of the apps as `NAME of APP`, those of this process by the name of their variable. */
  secrets: ReadonlyMap<string, string>;
}>;
