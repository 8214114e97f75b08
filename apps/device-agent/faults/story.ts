/** What a story is told with. */
export type StoryOptions = Readonly<{
  /** The same seed makes the same story, but for what the machine's load changes. */
  seed: number;
  /** How many messages the story of many messages has. */
  messages: number;
}>;

/** What came of a story: every message counted by its identifier. */
export type Outcome = Readonly<{
  /** Messages that the agent acknowledged. */
  acknowledged: number;
  /** Results on the server, as many as there are identifiers. */
  stored: number;
  /** Identifiers of acknowledged messages that the server does not have. */
  lost: readonly string[];
  /** Identifiers that the server has more than once. */
  twice: readonly string[];
  /** What else is worth knowing. */
  note?: string;
}>;

export type Story = (options: StoryOptions) => Promise<Outcome>;
