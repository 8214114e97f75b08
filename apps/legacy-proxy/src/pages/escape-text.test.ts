import { expect, test } from 'vitest';
import { escapeText } from './escape-text.ts';

test.each([
  ['markup', `<b title="a" id='b'>&`, '&lt;b title=&quot;a&quot; id=&#39;b&#39;&gt;&amp;'],
  ['a mark that turns the writing round', 'nurse\u202Emik', 'nurse\\u{202e}mik'],
  ['an isolate', '\u2066nurse', '\\u{2066}nurse'],
  ['controls', 'a\u0000\u001B\u009Bb', 'a\\u{0}\\u{1b}\\u{9b}b'],
  ['lines and tabs', 'a\tb\r\nc', 'a\tb\r\nc'],
  ['other writings', 'نرجس 王 👩‍⚕️', 'نرجس 王 👩‍⚕️'],
  ['a number', 7, '7'],
])('[L9] page, with %s in what it shows, says what is stored and no more', (_what, text, shown) => {
  expect(escapeText(text)).toBe(shown);
});
