import { open } from './send-control.ts';

/**
 * Reads server-sent events (HTML Living Standard §9.2), as far as the mock uses them: the JSON of each `data` line.
 * Breaking out of the loop, or the signal, ends the connection.
 */
export async function* followEvents<T>(url: URL, signal?: AbortSignal): AsyncGenerator<T, void, void> {
  const response = await open(url, { headers: { accept: 'text/event-stream' }, ...(signal && { signal }) });
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (text + chunk).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, data] = /^data: (.+)$/m.exec(event) ?? [];
      if (data) {
        yield JSON.parse(data) as T;
      }
    }
  }
}
