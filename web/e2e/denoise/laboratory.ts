/** The parts of src/media/denoise in Chromium, without the rest of Parley: built once, served with and without isolation. */
import { fileURLToPath } from 'node:url';
import { test as base, type Page } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import type { Lab } from '../../src/media/denoise/demo/lab.ts';

/** What `lab.ts` puts on its page. */
declare global {
  interface Window {
    readonly lab: Lab;
  }
}

const CONFIG = fileURLToPath(new URL('../../vite.denoise.config.ts', import.meta.url));

interface Laboratory {
  readonly url: string;
}

export const test = base.extend<{ lab: Page }, { laboratory: Laboratory }>({
  laboratory: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures it needs from the pattern
    async ({}, use) => {
      await build({ configFile: CONFIG, logLevel: 'error' });
      const server = await preview({
        configFile: CONFIG,
        logLevel: 'error',
        preview: { port: 0 },
      });
      await use({ url: addressOf(server) });
      await server.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  lab: async ({ page, laboratory }, use) => {
    await openLab(page, laboratory);
    await use(page);
  },
});

export async function openLab(page: Page, { url }: Laboratory): Promise<void> {
  await page.goto(`${url}lab.html`);
  await page.waitForFunction(() => 'lab' in window);
}

export { expect } from '@playwright/test';

function addressOf(server: PreviewServer): string {
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('the laboratory is not served');
  return url;
}

/** Samples as a page can take them. */
export const packed = (samples: Float32Array): string => Buffer.from(samples.buffer).toString('base64');

/** And as it gives them: `unpacked` is the same on this side. */
export function unpacked(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
