/** Cables between network namespaces, and a slow and lossy line in the middle of one (`tools/netlab_link.py`). */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PYTHON = join(ROOT, '.venv/bin/python');
const LINK = join(ROOT, 'tools/netlab_link.py');

export interface Line {
  /** One way. */
  readonly delay_ms?: number;
  /** Share of the frames, 0 to 1. */
  readonly loss?: number;
  /** What it carries; 0: all there is. */
  readonly kbps?: number;
}

export class Link {
  readonly #process: ChildProcess;
  readonly #wishes: Writable;
  readonly #answers: Readable;

  private constructor(child: ChildProcess, wishes: Writable, answers: Readable) {
    this.#process = child;
    this.#wishes = wishes;
    this.#answers = answers;
  }

  /** Carries frames between two interfaces of a namespace. */
  static async open(namespace: string, a: string, b: string): Promise<Link> {
    const child = spawn('ip', ['netns', 'exec', namespace, PYTHON, LINK, a, b], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return new Link(child, child.stdin, child.stdout);
  }

  /** It is so from now on: both ways, or `up` from the first interface to the second and `down` back. */
  async set(line: Line | { readonly up: Line; readonly down: Line }): Promise<void> {
    const taken = once(this.#answers, 'data');
    this.#wishes.write(`${JSON.stringify(line)}\n`);
    await taken;
  }

  close(): void {
    if (this.#process.exitCode === null) this.#wishes.end();
  }
}

/** Joins `end` in a namespace with `wanEnd` in that of the line. */
export function cable(end: string, namespace: string, wanEnd: string, wan: string): void {
  const peer = ['peer', 'name', wanEnd, 'netns', wan];
  run('ip', 'link', 'add', end, 'netns', namespace, 'type', 'veth', ...peer);
  for (const [name, place] of [
    [end, namespace],
    [wanEnd, wan],
  ] as const) {
    run('ip', '-n', place, 'link', 'set', name, 'up');
    run('ip', 'netns', 'exec', place, PYTHON, LINK, '--no-offloads', name);
  }
}

export function run(command: string, ...words: readonly string[]): void {
  execFileSync(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}
