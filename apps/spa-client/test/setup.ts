import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

// Pages are fetched when they are shown, which on a busy machine takes longer than the usual second.
configure({ asyncUtilTimeout: 10_000 });

// jsdom brings an ArrayBuffer of its own, and crypto answers with Node's: a browser has one.
globalThis.ArrayBuffer = new TextEncoder().encode('').buffer.constructor as ArrayBufferConstructor;

const nothing = (): void => undefined;

beforeEach(() => {
  // jsdom has no layout: Mantine asks for these two.
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: nothing, removeEventListener: nothing }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = nothing;
      unobserve = nothing;
      disconnect = nothing;
    },
  );
});

afterEach(() => {
  cleanup();
  window.localStorage.clear();
  window.sessionStorage.clear();
});
