/**
 * A person's own way into the lab's house, to be spoiled while everybody else's is well.
 *
 *   own (10.78.0.2) ──c1──c0 [ line ] s0──s2── house (10.78.0.1, 10.77.0.1)
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { block, unblock } from '../firewall.ts';
import type { Lab } from '../lab.ts';
import { cable, type Line, Link, run } from '../link.ts';

const GATEWAY = '10.78.0.1';
const ADDRESS = '10.78.0.2';
const NETWORK_BITS = 24;
/** One way, as everybody else's in the lab. */
const DELAY_MS = 15;

export class OwnLine {
  readonly #own = `parley-${process.pid}-own`;
  readonly #wan = `parley-${process.pid}-own-wan`;
  #link: Link | null = null;

  /** Adds it to an open lab. Whoever does ends it with `close`, also when this fails. */
  async open(lab: Lab): Promise<void> {
    for (const name of [this.#own, this.#wan]) {
      run('ip', 'netns', 'add', name);
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    }
    cable('c1', this.#own, 'c0', this.#wan);
    cable('s2', lab.house, 's0', this.#wan);
    run('ip', '-n', lab.house, 'addr', 'add', `${GATEWAY}/${NETWORK_BITS}`, 'dev', 's2');
    run('ip', '-n', this.#own, 'addr', 'add', `${ADDRESS}/${NETWORK_BITS}`, 'dev', 'c1');
    run('ip', '-n', this.#own, 'route', 'add', 'default', 'via', GATEWAY, 'dev', 'c1');
    this.#link = await Link.open(this.#wan, 'c0', 's0');
    await this.restore();
  }

  close(): void {
    this.#link?.close();
    for (const name of [this.#own, this.#wan]) {
      try {
        run('ip', 'netns', 'del', name);
      } catch {
        // it was never made
      }
    }
  }

  /** What is not named is as usual. */
  async spoil({ up = {}, down = {} }: { readonly up?: Line; readonly down?: Line }): Promise<void> {
    if (this.#link === null) throw new Error('the line is not open');
    await this.#link.set({ up: { delay_ms: DELAY_MS, ...up }, down: { delay_ms: DELAY_MS, ...down } });
  }

  restore(): Promise<void> {
    return this.spoil({});
  }

  block(tcpPorts: readonly number[]): void {
    block(this.#own, tcpPorts);
  }

  unblock(): void {
    unblock(this.#own);
  }

  /** Of all that runs at its end. */
  processes(): readonly number[] {
    return execFileSync('ip', ['netns', 'pids', this.#own])
      .toString()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  }

  /** An executable in `folder` that runs `command` at its end. */
  atItsEnd(folder: string, command: string): string {
    const file = join(folder, 'at-own-line');
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${this.#own} ${command} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }
}
