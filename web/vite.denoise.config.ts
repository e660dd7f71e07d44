/** The demo and the laboratory of src/media/denoise, by themselves: `npm run demo:denoise`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const demo = here('src/media/denoise/demo/');
/** What lets threads share memory; without them the suppressor works over message ports. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: demo,
  publicDir: here('public'),
  server: { headers },
  preview: { headers },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: here('dist-denoise'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 6000, // RNNoise's weights lie in its script
    rolldownOptions: { input: [`${demo}index.html`, `${demo}lab.html`] },
  },
});
