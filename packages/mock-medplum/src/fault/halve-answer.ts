import type { Response } from 'express';

/** Runs the handler, sends the first half of its answer, and breaks the connection. */
export function halveAnswer(response: Response): void {
  const { send } = response;
  // Express's `json` and `send` both end in `end`, with the headers of the whole answer already set.
  response.send = function sendHalf(body: unknown): Response {
    if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) {
      // An object comes back here as text.
      return send.call(this, body);
    }
    const whole = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
    this.set('Content-Length', String(whole.length));
    this.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => this.socket?.destroy());
    return this;
  };
}
