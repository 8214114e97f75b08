export type ReportStep = Readonly<{ caption: string; picture: string; notes: readonly string[] }>;

/** A page of its own that tells the story: a caption and a picture a step. */
export function reportHtml(title: string, steps: readonly ReportStep[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1c2128; }
img { max-width: 100%; border: 1px solid #d8dde3; border-radius: .5rem; }
pre { padding: 1rem; background: #f6f7f9; overflow-x: auto; }
figure { margin: 0 0 2.5rem; } figcaption { margin-bottom: .75rem; font-weight: 600; }
</style>
<h1>${escapeHtml(title)}</h1>
${steps.map(figure).join('\n')}
</html>
`;
}

function figure({ caption, picture, notes }: ReportStep, index: number): string {
  return `<figure><figcaption>${index + 1}. ${escapeHtml(caption)}</figcaption>
${notes.map((note) => `<pre>${escapeHtml(note)}</pre>`).join('\n')}
<img src="${picture}" alt="The screen after this step"></figure>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
