/** Parley in the lab's house, with its SFU to be killed and its backend to be stopped. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from '../e2e/relayed.ts';
import { startStack } from '../e2e/stack.ts';
import { HOUSE, type Lab } from './lab.ts';

const LIVEKIT = fileURLToPath(new URL('../../.cache/livekit-server/1.13.5/livekit-server', import.meta.url));
/** The SFU's port of media over TCP. */
export const SFU_TCP_PORT = 7881;
/** The relay's port of TURN over TLS. */
export const RELAY_TLS_PORT = 443;
/** Of the relay's credentials in the lab: a join fits in, a call does not. */
export const CREDENTIALS_LIVE_S = 20;

export interface House {
  readonly url: string;
  /** SIGKILL to the SFU, which comes back after this time. */
  crashSfu(downMs: number): Promise<void>;
  /** Unix time in ms of the last crash. */
  crashedAtMs(): number;
  /** For how long the SFU has lived. */
  sfuAgeMs(): number;
  /** The backend stands still, its connections open, until the returned function is called. */
  stopBackend(): () => void;
  close(): Promise<void>;
}

/** Starts it in a folder of its own. Settings are those of `parley up`. */
export async function openHouse(
  lab: Lab,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<House> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const held = join(folder, 'sfu-is-held');
  const data = join(folder, 'data');
  const stack = await startStack(
    data,
    {
      PARLEY_HOST: HOUSE,
      PARLEY_TURN: 'true',
      PARLEY_LIVEKIT_SERVER: heldSfu(folder, held),
      ...makeCertificate(folder, HOUSE),
      ...settings,
    },
    { within: lab.inHouse(), port: 8080 },
  );
  let crashedAtMs = 0;
  let startedAtMs = Date.now();
  return {
    url: stack.url,
    crashedAtMs: () => crashedAtMs,
    sfuAgeMs: () => Date.now() - startedAtMs,
    async crashSfu(downMs) {
      writeFileSync(held, '');
      crashedAtMs = Date.now();
      process.kill(running('livekit-server', join(data, 'livekit.yaml')), 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, downMs));
      rmSync(held);
      startedAtMs = Date.now();
    },
    stopBackend() {
      const backend = running('backend', data, 'PARLEY_DATABASE_URL');
      process.kill(backend, 'SIGSTOP');
      return () => process.kill(backend, 'SIGCONT');
    },
    close: stack.stop,
  };
}

/** A livekit-server that does not begin while the file `held` is there. */
function heldSfu(folder: string, held: string): string {
  const file = join(folder, 'held-livekit-server');
  const real = existsSync(LIVEKIT) ? LIVEKIT : execFileSync('which', ['livekit-server']).toString().trim();
  // Credentials for the relay are made to live shortly: whoever comes back needs new ones.
  const short = `sed -i 's/"ttl": 600/"ttl": ${CREDENTIALS_LIVE_S}/' "$2"`;
  const wait = `[ "$1" = --version ] || while [ -e ${held} ]; do sleep 0.02; done`;
  const shorten = `[ "$1" = --version ] || ${short}`;
  writeFileSync(file, `#!/bin/sh\n${wait}\n${shorten}\nexec ${real} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The process with `word` among its arguments and `mark` there or in its environment's `variable`. */
function running(word: string, mark: string, variable?: string): number {
  const found = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    const words = read(`/proc/${entry}/cmdline`);
    if (!words.some((one) => one.endsWith(word))) return false;
    if (variable === undefined) return words.some((one) => one === mark);
    const values = read(`/proc/${entry}/environ`);
    return values.some((value) => value.startsWith(`${variable}=`) && value.includes(mark));
  });
  if (found === undefined) throw new Error(`no ${word} runs`);
  return Number(found);
}

function read(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\0');
  } catch {
    return []; // it ended while we looked
  }
}
