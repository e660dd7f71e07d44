import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BACKGROUND, QUIET } from './scripts/background-build.ts';

const backend = process.env['PARLEY_BACKEND_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  ...BACKGROUND,
  plugins: [react(), BACKGROUND.plugins],
  server: { proxy: { '/api': backend, '/config.json': backend, '/healthz': backend, '/readyz': backend } },
  build: {
    target: 'es2023',
    manifest: true,
    // livekit-client alone is about 530 kB; scripts/first-load.ts holds what comes before the call page to its budget.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      checks: QUIET,
      output: { codeSplitting: { groups: [{ name: 'livekit', test: /node_modules[\\/]livekit-client/ }] } },
    },
  },
  test: {
    restoreMocks: true,
    // A document is slow to make: only what is drawn gets one, and what says `@vitest-environment jsdom`.
    projects: [
      { extends: true, test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'drawn',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['./vitest.setup.ts'],
        },
      },
    ],
  },
});
