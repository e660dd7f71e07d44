/** Parley in the lab's house, with its SFU to be killed and its backend to be stopped. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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
/** What a shell says of a command that SIGKILL ended. */
const KILLED = 137;
/** Of the relay's credentials in the lab: a join fits in, a call does not. */
export const CREDENTIALS_LIVE_S = 20;

/** A deployment in the lab's house. */
export interface Household {
  readonly url: string;
  close(): Promise<void>;
}

export interface House extends Household {
  /** SIGKILL to the SFU, which comes back after this time. */
  crashSfu(downMs: number): Promise<void>;
  /** The backend stands still, its connections open, until the returned function is called. */
  stopBackend(): () => void;
  /** Nothing can be written to the database until the returned function is called. */
  holdDatabase(): Promise<() => void>;
}

/** Starts it in a folder of its own. Settings are those of `parley up`. */
export async function openHouse(
  lab: Lab,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<House> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const held = join(folder, 'is-held');
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
  return {
    url: stack.url,
    async crashSfu(downMs) {
      writeFileSync(held, '');
      process.kill(running('/livekit-server', join(data, 'livekit.yaml')), 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, downMs));
      rmSync(held);
    },
    stopBackend() {
      const backend = running('backend', data, 'PARLEY_DATABASE_URL');
      process.kill(backend, 'SIGSTOP');
      return () => process.kill(backend, 'SIGCONT');
    },
    holdDatabase: () => holdDatabase(join(data, 'parley.db')),
    close: stack.stop,
  };
}

/** The binary that `parley up` would run. */
export function livekitServer(): string {
  return existsSync(LIVEKIT) ? LIVEKIT : execFileSync('which', ['livekit-server']).toString().trim();
}

/**
 * A livekit-server that begins again when it is killed, though not while the file `held` is there. `parley up` would
 * do so itself, but waits where the former one has not lived for half a minute.
 */
function heldSfu(folder: string, held: string): string {
  const file = join(folder, 'held-sfu');
  const real = livekitServer();
  // Credentials for the relay are made to live shortly: whoever comes back needs new ones.
  const lines = [
    '#!/bin/sh',
    `[ "$1" = --version ] && exec ${real} "$@"`,
    `sed -i 's/"ttl": 600/"ttl": ${CREDENTIALS_LIVE_S}/' "$2"`,
    'while :; do',
    `  while [ -e ${held} ]; do sleep 0.02; done`,
    `  ${real} "$@"`,
    `  [ $? = ${KILLED} ] || exit`,
    'done',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Takes SQLite's right to write and keeps it. */
async function holdDatabase(file: string): Promise<() => void> {
  const hold = [
    'import sqlite3, sys',
    'held = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)',
    'held.execute("BEGIN IMMEDIATE")',
    'print("held", flush=True)',
    'sys.stdin.read()',
    'held.execute("ROLLBACK")',
  ];
  const holder = spawn('python3', ['-c', hold.join('\n'), file], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return () => holder.stdin.end();
}

/** The process with `word` among its arguments and `mark` there or in its environment's `variable`. */
export function running(word: string, mark: string, variable?: string): number {
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
