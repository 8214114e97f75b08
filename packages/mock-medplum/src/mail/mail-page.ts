import { readFileSync } from 'node:fs';
import { fillTemplate } from '#http/fill-template.ts';
import type { Mail } from '#tenant/outbox.ts';

const page = readFileSync(new URL('mail-page.html', import.meta.url), 'utf8');
const itemTemplate = readFileSync(new URL('mail-item.html', import.meta.url), 'utf8');

/** Makes the page of a tenant's mails for a person, newest first. A line that is a web address can be clicked. */
export function mailPage(baseUrl: string, mails: readonly Mail[]): string {
  const items = mails.map((mail, index) => item(mail, index + 1)).toReversed();
  const list =
    items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>No mail yet. Invite somebody, or reset a password.</p>';
  return fillTemplate(page, { baseUrl }).replace('<!-- mails -->', () => list);
}

function item({ text, ...mail }: Mail, number: number): string {
  const lines = text.split('\n').map((line) => fillTemplate(templateOf(line), { line }));
  return fillTemplate(itemTemplate, { ...mail, number: String(number) }).replace('<!-- lines -->', () =>
    lines.join(''),
  );
}

function templateOf(line: string): string {
  return /^https?:\/\/\S+$/.test(line) ? '<p><a href="{{line}}">{{line}}</a></p>' : '<p>{{line}}</p>';
}
