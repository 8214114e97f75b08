import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import type { Window } from './window.ts';

/** Does in a window what a person does, and waits until it is possible. */
export type Visitor = Readonly<{
  goTo: (url: string) => Promise<void>;
  fill: (label: string, text: string) => Promise<void>;
  /** Presses the button, or follows the link, with this name. */
  press: (name: string) => Promise<void>;
  /** Waits until the page says so. */
  see: (text: string) => Promise<void>;
}>;

const queries = import.meta.resolve('@testing-library/dom/dist/@testing-library/dom.umd.min.js');
const inPage = `(() => {
  ${readFileSync(fileURLToPath(queries), 'utf8')}
  const { fireEvent, queryAllByLabelText, queryAllByRole } = TestingLibraryDom;
  const page = document.body;
  return {
    fill: (label, text) => {
      const [field] = queryAllByLabelText(page, (content) => content.startsWith(label), { selector: 'input, textarea' });
      return Boolean(field) && fireEvent.input(field, { target: { value: text } });
    },
    press: (name) => {
      const [target] = ['button', 'link'].flatMap((role) => queryAllByRole(page, role, { name }));
      // The answer leaves before the page does.
      return Boolean(target) && setTimeout(() => target.click()) > 0;
    },
    see: (text) => page.innerText.includes(text),
  };
})()`;

export function createVisitor({ goTo, evaluate }: Window): Visitor {
  const until = async (what: string, ...args: readonly string[]): Promise<void> =>
    expect(async () => {
      const values = args.map((value) => JSON.stringify(value)).join(', ');
      // A page whose scripts still load takes a click for something else.
      if ((await evaluate(`document.readyState === 'complete' && ${inPage}.${what}(${values})`)) !== true) {
        throw new Error(
          `Cannot ${what} "${args[0]}". The page says: ${String(await evaluate('document.body.innerText'))}`,
        );
      }
    }).toPass({ timeout: 60_000, intervals: [250] });
  return {
    goTo,
    fill: (label, text) => until('fill', label, text),
    press: (name) => until('press', name),
    see: (text) => until('see', text),
  };
}
