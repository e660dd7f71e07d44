/** Speech for the fake microphone, and a whole Parley on free ports in a folder of its own. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { speechWav } from './speech.ts';
import { startStack } from './stack.ts';

/** Returns what ends it all. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = process.env['PARLEY_E2E_FOLDER'];
  if (folder === undefined) throw new Error('playwright.config.ts names the folder');
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  try {
    writeFileSync(join(folder, 'speech.wav'), speechWav());
    if (process.env['PARLEY_E2E_URL'] !== undefined) return async () => removeFolder();
    const stack = await startStack(join(folder, 'data'));
    process.env['PARLEY_E2E_URL'] = stack.url;
    return async () => {
      await stack.stop();
      removeFolder();
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}
