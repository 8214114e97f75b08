import { retry } from './retry.ts';
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

// What React remembers of a field is set aside by the browser's own setter.
const inPage = `(() => {
  const said = (element) => (element.getAttribute('aria-label') ?? element.innerText ?? '').trim();
  return {
    fill: (label, text) => {
      const field = [...document.querySelectorAll('label')].find((one) => said(one).startsWith(label))?.control;
      if (!field) return false;
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return true;
    },
    press: (name) => {
      const target = [...document.querySelectorAll('button, a')].find((one) => said(one) === name);
      if (!target) return false;
      setTimeout(() => target.click());
      return true;
    },
    see: (text) => document.body.innerText.includes(text),
  };
})()`;

export function createVisitor({ goTo, evaluate }: Window): Visitor {
  const until = async (what: string, ...args: readonly string[]): Promise<void> =>
    retry(async () => {
      const values = args.map((value) => JSON.stringify(value)).join(', ');
      // A page whose scripts still load takes a click for something else.
      if ((await evaluate(`document.readyState === 'complete' && ${inPage}.${what}(${values})`)) !== true) {
        throw new Error(
          `Cannot ${what} "${args[0]}". The page says: ${String(await evaluate('document.body.innerText'))}`,
        );
      }
    });
  return {
    goTo,
    fill: (label, text) => until('fill', label, text),
    press: (name) => until('press', name),
    see: (text) => until('see', text),
  };
}
