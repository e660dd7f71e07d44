/**
 * A network of one's own on this machine, to be broken at will: two network namespaces and a slow line between them.
 *
 *   people (10.77.0.2) ──c1──c0 [ line: tools/netlab_link.py ] s0──s1── house (10.77.0.1)
 *   browsers                                                            Parley, its SFU and relay
 *
 * Needs root, iproute2 and nftables; `hasNamespaces` says whether they are there.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { block, unblock } from './firewall.ts';
import { cable, type Line, Link, run } from './link.ts';

export const HOUSE = '10.77.0.1';
const FIRST_ADDRESS = '10.77.0.2';
const OTHER_ADDRESS = '10.77.0.7';
const NETWORK_BITS = 24;
/** One way: a round trip of 30 ms, as within a country. */
const DELAY_MS = 15;

/** Whether this machine lets us make namespaces, links in them and firewalls. */
export function hasNamespaces(): boolean {
  const name = `parley-probe-${process.pid}`;
  try {
    run('ip', 'netns', 'add', name);
  } catch {
    return false;
  }
  try {
    run('ip', 'netns', 'exec', name, 'nft', 'add', 'table', 'inet', 'probe');
    return true;
  } catch {
    return false;
  } finally {
    run('ip', 'netns', 'del', name);
  }
}

export class Lab {
  readonly #prefix = `parley-${process.pid}`;
  readonly #people = `${this.#prefix}-people`;
  readonly #wan = `${this.#prefix}-wan`;
  readonly #house = `${this.#prefix}-house`;
  #link: Link | null = null;
  #address = FIRST_ADDRESS;

  /** Makes the network. Whoever does ends it with `close`, also when this fails. */
  async open(): Promise<void> {
    for (const name of [this.#people, this.#wan, this.#house]) {
      run('ip', 'netns', 'add', name);
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    }
    cable('c1', this.#people, 'c0', this.#wan);
    cable('s1', this.#house, 's0', this.#wan);
    run('ip', '-n', this.#house, 'addr', 'add', `${HOUSE}/${NETWORK_BITS}`, 'dev', 's1');
    this.#takeAddress();
    this.#link = await Link.open(this.#wan, 'c0', 's0');
    await this.restore();
  }

  /** Ends the line and takes the namespaces away. What runs in them was started by others, who have ended it. */
  close(): void {
    this.#link?.close();
    for (const name of [this.#people, this.#wan, this.#house]) {
      try {
        run('ip', 'netns', 'del', name);
      } catch {
        // it was never made
      }
    }
  }

  /** The namespace of Parley. */
  get house(): string {
    return this.#house;
  }

  /** The command line that runs another in the house. */
  inHouse(): readonly string[] {
    return ['ip', 'netns', 'exec', this.#house];
  }

  /** An executable in `folder` that runs `command` where the people are. */
  amongPeople(folder: string, command: string): string {
    const file = join(folder, 'among-people');
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${this.#people} ${command} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  blackout(): Promise<void> {
    return this.#line({ loss: 1 });
  }

  restore(): Promise<void> {
    return this.#line({ delay_ms: DELAY_MS });
  }

  /** Firewall of the people's network, as many companies have it: no UDP, and no TCP on these ports. */
  block(tcpPorts: readonly number[] = []): void {
    block(this.#people, tcpPorts);
  }

  unblock(): void {
    unblock(this.#people);
  }

  /** As a laptop does that goes from one network to another. */
  changeAddress(): void {
    run('ip', '-n', this.#people, 'addr', 'flush', 'dev', 'c1');
    this.#address = this.#address === FIRST_ADDRESS ? OTHER_ADDRESS : FIRST_ADDRESS;
    this.#takeAddress();
  }

  /** The line is so from now on. */
  async #line(line: Line): Promise<void> {
    if (this.#link === null) throw new Error('the lab is not open');
    await this.#link.set(line);
  }

  /** All that runs among the people stands still, as on a laptop whose lid is shut, until the function is called. */
  sleep(): () => void {
    const asleep = execFileSync('ip', ['netns', 'pids', this.#people])
      .toString()
      .split(/\s+/)
      .filter(Boolean);
    for (const id of asleep) process.kill(Number(id), 'SIGSTOP');
    return () => {
      for (const id of asleep) process.kill(Number(id), 'SIGCONT');
    };
  }

  #takeAddress(): void {
    run('ip', '-n', this.#people, 'addr', 'add', `${this.#address}/${NETWORK_BITS}`, 'dev', 'c1');
    run('ip', '-n', this.#people, 'route', 'replace', 'default', 'via', HOUSE, 'dev', 'c1');
  }
}
