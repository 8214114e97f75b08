import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { expect, test, vi } from 'vitest';

const server = 'http://localhost:8104';
const source = readFileSync(join(import.meta.dirname, 'gsi-client.js'), 'utf8');

type GoogleId = Readonly<{
  initialize: (configuration: object) => void;
  renderButton: (parent: object, options?: object) => void;
  prompt: (listener: (moment: { isDisplayed: () => boolean }) => void) => void;
  cancel: () => void;
}>;

type Message = Readonly<{ origin: string; source: unknown; data: unknown }>;

/** The part of a page that the script touches. */
function openPage() {
  const popup = { close: vi.fn<() => void>() };
  const open = vi.fn<(url: URL) => object>(() => popup);
  const callback = vi.fn<(response: object) => void>();
  let click: () => void = () => undefined;
  let receive: (message: Message) => void = () => undefined;
  const element = {
    style: {},
    addEventListener: (_type: string, listener: () => void) => {
      click = listener;
    },
  };
  const page = createContext({
    URL,
    open,
    location: { origin: 'http://localhost:3001' },
    document: { currentScript: { src: `${server}/google/gsi/client` }, createElement: () => element },
    addEventListener: (_type: string, listener: typeof receive) => {
      receive = listener;
    },
  });
  new Script(source).runInContext(page);
  const { id } = (page as { google: { accounts: { id: GoogleId } } }).google.accounts;
  id.renderButton({ replaceChildren: () => undefined });
  return { id, popup, open, callback, click: () => click(), receive: (message: Message) => receive(message) };
}

const answer = { credential: 'header.payload.signature', select_by: 'btn' };

test('[C5] button, clicked, opens the pop-up with the client id, the nonce and the origin of the page', () => {
  const { id, open, callback, click } = openPage();
  id.initialize({ client_id: 'client-1', nonce: 'nonce-1', callback });

  click();

  expect(open.mock.calls[0]?.[0].href).toBe(
    `${server}/google/gsi/select?client_id=client-1&origin=http%3A%2F%2Flocalhost%3A3001&nonce=nonce-1`,
  );
});

test('[C5] credential, from the pop-up, reaches the callback once', () => {
  const { id, popup, callback, click, receive } = openPage();
  id.initialize({ client_id: 'client-1', callback });
  click();

  receive({ origin: server, source: popup, data: answer });
  receive({ origin: server, source: popup, data: answer });

  expect(callback.mock.calls).toEqual([[{ ...answer, clientId: 'client-1' }]]);
});

test('[B4] credential, from another origin, another window or after cancel, is ignored', () => {
  const { id, popup, callback, click, receive } = openPage();
  id.initialize({ client_id: 'client-1', callback });
  click();

  receive({ origin: 'http://evil.example', source: popup, data: answer });
  receive({ origin: server, source: {}, data: answer });
  receive({ origin: server, source: popup, data: 'text' });
  id.cancel();
  receive({ origin: server, source: popup, data: answer });

  expect(popup.close).toHaveBeenCalledOnce();
  expect(callback).not.toHaveBeenCalled();
});

test('prompt says that One Tap is not displayed', () => {
  const { id } = openPage();
  const heard: boolean[] = [];

  id.prompt((moment) => heard.push(moment.isDisplayed()));

  expect(heard).toEqual([false]);
});

test('what the stand-in cannot do fails at once, and says so', () => {
  const { id, click } = openPage();

  expect(() => id.initialize({ client_id: 'client-1', ux_mode: 'redirect' })).toThrow("ux_mode 'popup' only");
  expect(click).toThrow('Call google.accounts.id.initialize()');
});
