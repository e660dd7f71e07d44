/** Builds the pages of the demo and serves them with the headers that the product has. */
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Returns what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const configFile = fileURLToPath(new URL('../vite.demo.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error' });
  const server = await preview({
    configFile,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, headers: HEADERS },
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('the demo is not served');
  process.env['PARLEY_DEMO_URL'] = url;
  return () => server.close();
}
