import type { RequestLine, StepReport } from '#lab/report.ts';
import type { LabProgress } from '#learner/progress.ts';
import { escapeHtml } from './escape-html.ts';

const shownRequests = 12;

/** How the learner's file did in its latest run: the steps, the check's words, and what Medplum was asked. */
export function labStateHtml(lab: LabProgress | undefined): string {
  if (!lab?.report) {
    return '<p>Not begun. Type the command that the list of labs shows, and keep that terminal open.</p>';
  }
  const { isDone, steps, requests } = lab.report;
  return `<p class="${isDone ? 'right' : 'wrong'}"><strong>${isDone ? '✓ Done' : '✗ Not yet'}</strong></p>
<ol class="steps">${steps.map(stepHtml).join('')}</ol>
${requests.length > 0 ? requestsHtml(requests.slice(-shownRequests)) : '<p>This run asked Medplum nothing.</p>'}`;
}

function stepHtml({ title, isRight, saw = '', rule = '', next = '' }: StepReport): string {
  const words = isRight
    ? ''
    : `<dl><dt>What the check saw</dt><dd>${escapeHtml(saw)}</dd>
<dt>What the rule is</dt><dd>${escapeHtml(rule)}</dd>
<dt>Where to look next</dt><dd>${escapeHtml(next)}</dd></dl>`;
  return `<li class="${isRight ? 'right' : 'wrong'}">${isRight ? '✓' : '✗'} ${escapeHtml(title)}${words}</li>`;
}

function requestsHtml(requests: readonly RequestLine[]): string {
  const row = ({ method, path, status, caller = '', refusedBy = '' }: RequestLine): string =>
    `<tr><td class="${status < 400 ? 'right' : 'wrong'}">${status}</td><td><code>${method} ${escapeHtml(path)}</code></td>
<td>${escapeHtml(caller)}</td><td>${escapeHtml(refusedBy)}</td></tr>`;
  return `<h3>The last requests to Medplum</h3>
<div class="scroll" role="region" aria-label="The last requests to Medplum" tabindex="0"><table class="requests">
<thead><tr><th scope="col">Status</th><th scope="col">Request</th><th scope="col">Who asked</th><th scope="col">Refused by</th></tr></thead>
<tbody>${requests.map(row).join('')}</tbody></table></div>`;
}
