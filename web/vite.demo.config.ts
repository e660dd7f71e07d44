import { defineConfig } from 'vite';
import { BACKGROUND } from './scripts/background-build.ts';

/** The demo of the background effects, and what their tests and bench drive: pages of their own, not of the product. */
export default defineConfig({
  ...BACKGROUND,
  root: 'demo',
  base: './',
  build: {
    target: 'es2023',
    outDir: '../dist-demo',
    emptyOutDir: true,
    rolldownOptions: { input: ['demo/index.html', 'demo/harness.html', 'demo/bench.html'] },
  },
});
