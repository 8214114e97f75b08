import { expect, type Page } from '@playwright/test';
import axe, { type Result } from 'axe-core';

const looks = [
  { device: 'phone', size: { width: 390, height: 844 }, colorScheme: 'dark' },
  // Last, as the story goes on there.
  { device: 'desktop', size: { width: 1280, height: 900 }, colorScheme: 'light' },
] as const;

/**
 * Looks at a page as it is, on a desktop in the light and on a phone in the dark: axe objects to nothing, and it does not
 * scroll sideways. `E2E_PICTURES` names a folder for pictures.
 */
export async function expectGoodLooks(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  const folder = process.env['E2E_PICTURES'];
  for (const { device, size, colorScheme } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (folder) {
      await page.screenshot({ path: `${folder}/${name}-${device}.png`, fullPage: true });
    }
    const violations = await askAxe(page);
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        `${name} on a ${device} in the ${colorScheme}`,
      )
      .toEqual([]);
    expect.soft(isTooWide, `${name} is wider than a ${device}`).toBe(false);
  }
}

/** Axe's package for Playwright would send all of axe again for each look, which takes longer than the look. */
async function askAxe(page: Page): Promise<readonly Result[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(axe.source);
  }
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as Readonly<{ axe: typeof axe }>).axe.run({ resultTypes: ['violations'] }),
  );
  return violations;
}
