/** A folder of the run's own, taken away after it. */
import { mkdirSync, rmSync } from 'node:fs';

export default function globalSetup(): () => void {
  const folder = process.env['PARLEY_NETLAB_FOLDER'];
  if (folder === undefined) throw new Error('playwright.netlab.config.ts names the folder');
  mkdirSync(folder, { mode: 0o700 });
  return () => rmSync(folder, { recursive: true, force: true });
}
