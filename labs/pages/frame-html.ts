import { escapeHtml } from './escape-html.ts';

/** The frame of every page of the labs. */
export function frameHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/start-page.css">
<link rel="stylesheet" href="/labs/labs.css">
<script type="module" src="/labs/labs.js"></script>
</head>
<body>
${body}
</body>
</html>
`;
}
