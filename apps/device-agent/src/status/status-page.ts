import { printable } from '@auth-patterns/auth-config';
import { oneLine } from '#one-line';
import { alarms, type StatusReport } from './status-report.ts';

/** The status page as HTML: no script, nothing loaded, readable on a phone and in the dark. */
export function renderStatusPage(report: StatusReport, now: number): string {
  const { counts, lastResults, parked } = report;
  const problems = alarms(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>${problems.length > 0 ? 'Attention: ' : ''}device-agent</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>Device agent</h1>
<p>Takes results from <code>${escape(report.device)}</code> and sends them to <code>${escape(report.server)}</code>.</p>
</header>
${problems.length > 0 ? `<section class="alarm" role="alert"><h2>What to do</h2>${list(problems)}</section>` : '<p class="calm" role="status">All is well.</p>'}
<section>
<h2>Queue</h2>
<dl>
<div><dt>Waiting</dt><dd>${counts.queued}</dd></div>
<div><dt>Sent</dt><dd>${counts.sent}</dd></div>
<div><dt>Parked</dt><dd>${counts.parked}</dd></div>
</dl>
</section>
${table(
  'Last results',
  ['Test', 'Stored as', 'When'],
  lastResults.map(({ test, reference, sentAt }) => [test, reference, moment(sentAt)]),
  'No result has been sent yet.',
)}
${table(
  'Parked messages',
  ['ID', 'Message', 'Received', 'Reason'],
  parked.map(({ id, controlId, receivedAt, reason }) => [String(id), controlId, moment(receivedAt), reason ?? '']),
  'None.',
)}
<footer><p>${credentialText(report.session)} As of ${moment(now)}; the page looks again every 10 seconds.</p></footer>
</main>
</body>
</html>
`;
}

/** The roles are spelled out because a narrow screen lays the table out as blocks, which takes them away. */
function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  const cells = (row: readonly string[]): string =>
    row
      .map((cell, column) => `<td role="cell" data-label="${heads[column] ?? ''}">${escape(oneLine(cell))}</td>`)
      .join('');
  const body = rows.map((row) => `<tr role="row">${cells(row)}</tr>`).join('\n');
  const head = heads.map((name) => `<th role="columnheader" scope="col">${name}</th>`).join('');
  const content =
    rows.length > 0
      ? `<table role="table"><thead><tr role="row">${head}</tr></thead><tbody>${body}</tbody></table>`
      : `<p>${empty}</p>`;
  return `<section><h2>${title}</h2>${content}</section>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
}

function credentialText({ credential, renewsAt }: StatusReport['session']): string {
  const renewal = renewsAt === undefined ? 'not signed in yet' : `renewed at ${moment(renewsAt)}`;
  return credential ? `Credential: ${credential}, ${renewal}.` : '';
}

function moment(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

function escape(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --accent: #c2410c; --line: #d6d3d1; --soft: #fff7ed; --text: #1c1917; --page: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #fb923c; --line: #44403c; --soft: #2a1a10; --text: #f5f5f4; --page: #161412; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; border-top: 6px solid var(--accent); }
h1 { margin: 0; font-size: 1.6rem; color: var(--accent); }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
code, td { overflow-wrap: anywhere; }
a { color: var(--accent); }
.alarm, .calm { margin: 1.5rem 0 0; padding: .75rem 1rem; border-left: 4px solid var(--accent); background: var(--soft); }
.calm { border-color: var(--line); background: none; }
.alarm h2 { margin: 0; }
.alarm ul { margin: .5rem 0 0; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: .75rem; margin: 0; }
dl div { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
dt { font-size: .875rem; }
dd { margin: 0; font-size: 1.75rem; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
@media (max-width: 36rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: grid; grid-template-columns: 6rem 1fr; padding: .125rem 0; border: 0; }
  td::before { content: attr(data-label); font-size: .875rem; opacity: .8; }
}
`;
