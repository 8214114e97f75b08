/** A window of a browser, as far as the stories need it. */
export type Window = Readonly<{
  goTo: (url: string) => Promise<void>;
  /** Runs an expression in the page and gives its value, which JSON can say. */
  evaluate: (expression: string) => Promise<unknown>;
  close: () => Promise<void>;
}>;
