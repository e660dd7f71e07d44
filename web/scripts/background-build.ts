/** Vite plugins of the background effects: compiles their kernels, and makes LiteRT's loader a module. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import type { Plugin, UserConfig } from 'vite';

const ASSEMBLY = fileURLToPath(new URL('../assembly/', import.meta.url));
const KERNELS = 'virtual:background-kernels';
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'];

/** LiteRT's loader, as its package names it. */
const GLUE = /litert_wasm_\w*internal\.js$/;

/** The kernels' compiler takes seconds, and is meant to. */
export const QUIET = { bundlerTimings: false } as const;

/** What a Vite config needs to build background effects. */
export const BACKGROUND: UserConfig = {
  plugins: [backgroundKernels()],
  worker: {
    format: 'es',
    plugins: () => [backgroundKernels(), litertGlue(), noNode()],
    rolldownOptions: { checks: QUIET },
  },
  assetsInclude: ['**/*.tflite'],
  optimizeDeps: { exclude: ['@litertjs/core'] },
};

/** `virtual:background-kernels`: the WebAssembly that `web/assembly` compiles to, in base 64 (about 7 kB). */
function backgroundKernels(): Plugin {
  const resolved = `\0${KERNELS}`;
  return {
    name: 'background-kernels',
    resolveId: (id) => (id === KERNELS ? resolved : null),
    load: async (id) =>
      id === resolved
        ? `export default ${JSON.stringify(Buffer.from(await compiled()).toString('base64'))}`
        : null,
  };
}

async function compiled(): Promise<Uint8Array> {
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: async (name, folder) => {
      try {
        return await readFile(`${ASSEMBLY}${folder === '.' ? '' : `${folder}/`}${name}`, 'utf8');
      } catch {
        return null; // how the compiler learns that a module lies elsewhere
      }
    },
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === null)
    throw new Error(`web/assembly does not compile: ${error?.message}\n${stderr.toString()}`);
  return wasm;
}

/**
 * LiteRT loads its own glue by `importScripts`, which module workers do not have. Imported as a module instead, the
 * glue gives its factory away as the default export; it takes the place of the script's own last lines.
 */
function litertGlue(): Plugin {
  return {
    name: 'litert-glue',
    transform: (code, id) => {
      if (!GLUE.test(id)) return null;
      const end = code.lastIndexOf('// Export using a UMD style export');
      return {
        code: `${code.slice(0, end < 0 ? undefined : end)}\nexport default ModuleFactory;\n`,
        map: null,
      };
    },
  };
}

/** What LiteRT's glue loads under Node alone is empty in a browser; Vite would say so of each of them, in four warnings. */
function noNode(): Plugin {
  const empty = '\0no-node';
  return {
    name: 'no-node',
    enforce: 'pre', // before Vite's own resolver, which warns
    resolveId: (id, importer) =>
      id.startsWith('node:') && importer !== undefined && GLUE.test(importer) ? empty : null,
    load: (id) => (id === empty ? 'export default {}' : null),
  };
}
