import type { Page } from '@playwright/test';

/** Lays a caption over the page, at the bottom, as a film has it. */
export async function showCaption(page: Page, caption: string): Promise<void> {
  await page.evaluate((text) => {
    const id = 'story-caption';
    const box =
      document.querySelector<HTMLElement>(`#${id}`) ?? document.body.appendChild(document.createElement('div'));
    box.id = id;
    box.textContent = text;
    // A page's Content-Security-Policy refuses style elements, not the style property.
    Object.assign(box.style, {
      position: 'fixed',
      insetInline: '0',
      bottom: '0',
      zIndex: '99999',
      padding: '1rem 2rem',
      background: 'rgb(20 23 27 / 92%)',
      color: '#fff',
      font: '600 1.25rem/1.4 system-ui, sans-serif',
      textAlign: 'center',
    });
  }, caption);
}
