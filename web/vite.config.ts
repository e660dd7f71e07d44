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
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./vitest.setup.ts'],
    restoreMocks: true,
  },
});
