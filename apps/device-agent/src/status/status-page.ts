import { printable } from '@auth-patterns/auth-config';
import { oneLine } from '#one-line';
import { depthPicture } from './depth-picture.ts';
import { pageStyle } from './page-style.ts';
import { renewPage } from './renew-page.ts';
import { alarms, type StatusReport } from './status-report.ts';

/** The status page as HTML: it renews itself, loads nothing, and is readable without a script, on a phone and in the dark. */
export function renderStatusPage(report: StatusReport, now: number): string {
  const { lastResults, parked } = report;
  const problems = alarms(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<noscript><meta http-equiv="refresh" content="10"></noscript>
<title>${problems.length > 0 ? 'Attention: ' : ''}device-agent</title>
<style>${pageStyle}</style>
</head>
<body>
<p id="lost" role="alert"></p>
<main>
<header>
<h1>Device agent</h1>
<p>Takes results from <code>${escape(report.device)}</code> and sends them to <code>${escape(report.server)}</code>.</p>
</header>
${problems.length > 0 ? `<section class="alarm" role="alert"><h2>What to do</h2>${list(problems)}</section>` : '<p class="calm" role="status">All is well.</p>'}
${queueSection(report, now)}
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
<script>${renewPage}</script>
</body>
</html>
`;
}

function queueSection({ counts, depth }: StatusReport, now: number): string {
  return `<section>
<h2>Queue</h2>
<dl>
<div><dt>Waiting</dt><dd>${counts.queued}</dd></div>
<div><dt>Sent</dt><dd>${counts.sent}</dd></div>
<div><dt>Parked</dt><dd>${counts.parked}</dd></div>
</dl>
${depthPicture(depth, now)}
</section>`;
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
  // Commands stand between backticks.
  const entries = items.map((item) => `<li>${escape(item).replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</li>`);
  return `<ul>${entries.join('')}</ul>`;
}

function credentialText({ credential, renewsAt }: StatusReport['session']): string {
  const renewal = renewsAt === undefined ? 'not signed in yet' : `next renewal at ${moment(renewsAt)}`;
  return credential ? `Credential: ${credential}, ${renewal}.` : '';
}

function moment(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

function escape(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
