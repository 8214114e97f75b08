/** The bytes of one message, as they arrive. */
export type MessageBuffer = Readonly<{ add: (bytes: Buffer) => void; size: () => number; content: () => Buffer }>;

const maxParts = 1000;

export function createMessageBuffer(): MessageBuffer {
  let parts: Buffer[] = [];
  let size = 0;

  function add(bytes: Buffer): void {
    parts.push(bytes);
    size += bytes.length;
    if (parts.length > maxParts) {
      // A peer that sends byte by byte would cost a hundred bytes of memory for each of them.
      parts = [Buffer.concat(parts)];
    }
  }

  return { add, size: () => size, content: () => Buffer.concat(parts) };
}
