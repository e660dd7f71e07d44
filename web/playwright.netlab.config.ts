import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

process.env['PARLEY_NETLAB_FOLDER'] ??= join(tmpdir(), `parley-netlab-${process.pid}`);

/** Calls on networks that break, in network namespaces; skipped by name without root or nftables. */
export default defineConfig({
  ...config,
  testDir: 'netlab',
  globalSetup: './netlab/global-setup.ts',
  timeout: 180_000,
  // `make test` takes those marked @short, `make netlab` all.
  grep: process.env['PARLEY_NETLAB'] === 'all' ? /./ : /@short/,
});
