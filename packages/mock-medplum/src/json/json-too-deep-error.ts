/** JSON from outside has more levels than anything here walks. An answer to it has the status 400. */
export class JsonTooDeepError extends Error {
  override readonly name = 'JsonTooDeepError';
  readonly status = 400;

  constructor(maxDepth: number) {
    super(`JSON is nested too deep: send at most ${maxDepth} levels`);
  }
}
