import { createHash } from 'node:crypto';

/**
 * The page's one script. It asks this server for the page again and takes over what has changed, so that a screen reader
 * does not begin anew, and it says when the agent no longer answers, where a page that reloads itself would be lost.
 */
export const renewPage = `
setInterval(async () => {
  const lost = document.getElementById('lost');
  try {
    const response = await fetch('/', { signal: AbortSignal.timeout(8000) });
    if (!response.ok) throw new Error(response.statusText);
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const parts = [...fresh.querySelector('main').children];
    [...document.querySelector('main').children].forEach((part, index) => {
      if (part.outerHTML !== parts[index].outerHTML) part.replaceWith(parts[index]);
    });
    document.title = fresh.title;
    lost.textContent = '';
  } catch {
    document.title = 'Attention: device-agent';
    lost.textContent = 'The agent does not answer: what is below is old. Look whether it runs.';
  }
}, 10000);
`;

/** Lets exactly this script run, in the words of a Content-Security-Policy. */
export const renewPageSource = `'sha256-${createHash('sha256').update(renewPage).digest('base64')}'`;
