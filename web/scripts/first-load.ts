/** Fails when the script a person loads before the call page outgrows its budget; reads the build's manifest. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 350_000;
const DIST = new URL('../dist/', import.meta.url);

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
}

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'),
);

/** The chunk and all that it imports at once. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) closure(next, seen);
  }
  return seen;
}

const holdsLivekit = (keys: Set<string>) => [...keys].some((key) => manifest[key]?.file.includes('livekit'));

/** Everything reachable from the entry without opening a lazy part that needs LiveKit. */
function beforeTheCall(entry: string): Set<string> {
  const found = closure(entry);
  if (holdsLivekit(found))
    throw new Error('livekit-client is part of the first load: import the call page lazily');
  for (const key of found) {
    for (const lazy of manifest[key]?.dynamicImports ?? []) {
      const part = closure(lazy);
      if (!holdsLivekit(part)) for (const member of part) found.add(member);
    }
  }
  return found;
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (entry === undefined) throw new Error('the build has no entry');
let total = 0;
for (const key of beforeTheCall(entry)) {
  const file = manifest[key]?.file;
  if (file?.endsWith('.js')) total += gzipSync(readFileSync(new URL(file, DIST))).length;
}
console.log(
  `script before the call page: ${(total / 1000).toFixed(0)} kB gzipped of ${BUDGET_BYTES / 1000} kB`,
);
if (total > BUDGET_BYTES) process.exit(1);
