import type { RawData } from 'ws';

/** Returns the text of a message, in whatever pieces it came. */
export function messageText(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
}
