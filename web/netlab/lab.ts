/**
 * A network of one's own on this machine, to be broken at will: two network namespaces and a slow line between them.
 *
 *   people (10.77.0.2) ──c1──c0 [ line: tools/netlab_link.py ] s0──s1── house (10.77.0.1)
 *   browsers                                                            Parley, its SFU and relay
 *
 * Needs root, iproute2 and nftables; `hasNamespaces` says whether they are there.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PYTHON = join(ROOT, '.venv/bin/python');
const LINK = join(ROOT, 'tools/netlab_link.py');

export const HOUSE = '10.77.0.1';
const FIRST_ADDRESS = '10.77.0.2';
const OTHER_ADDRESS = '10.77.0.7';
const NETWORK_BITS = 24;
/** One way: a round trip of 30 ms, as within a country. */
const DELAY_MS = 15;

interface Line {
  readonly delay_ms?: number;
  readonly loss?: number;
}

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
  #link: ChildProcess | null = null;
  #address = FIRST_ADDRESS;

  /** Makes the network. Whoever does ends it with `close`, also when this fails. */
  async open(): Promise<void> {
    for (const name of [this.#people, this.#wan, this.#house]) {
      run('ip', 'netns', 'add', name);
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    }
    this.#cable('c1', this.#people, 'c0');
    this.#cable('s1', this.#house, 's0');
    run('ip', '-n', this.#house, 'addr', 'add', `${HOUSE}/${NETWORK_BITS}`, 'dev', 's1');
    this.#takeAddress();
    const link = spawn('ip', ['netns', 'exec', this.#wan, PYTHON, LINK, 'c0', 's0'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#link = link;
    await once(link.stdout, 'data');
    await this.restore();
  }

  /** Ends the line and takes the namespaces away. What runs in them was started by others, who have ended it. */
  close(): void {
    this.#link?.stdin?.end();
    for (const name of [this.#people, this.#wan, this.#house]) {
      try {
        run('ip', 'netns', 'del', name);
      } catch {
        // it was never made
      }
    }
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
    const ofPort = (port: number) => [`tcp dport ${port} drop`, `tcp sport ${port} drop`];
    const rules = ['meta l4proto udp drop', ...tcpPorts.flatMap(ofPort)];
    this.#nft('add table inet fw');
    for (const [chain, side] of [
      ['output', 'oif'],
      ['input', 'iif'],
    ] as const) {
      this.#nft(`add chain inet fw ${chain} { type filter hook ${chain} priority 0 ; }`);
      for (const rule of rules) this.#nft(`add rule inet fw ${chain} ${side} != lo ${rule}`);
    }
  }

  unblock(): void {
    try {
      this.#nft('delete table inet fw');
    } catch {
      // nothing is blocked
    }
  }

  /** As a laptop does that goes from one network to another. */
  changeAddress(): void {
    run('ip', '-n', this.#people, 'addr', 'flush', 'dev', 'c1');
    this.#address = this.#address === FIRST_ADDRESS ? OTHER_ADDRESS : FIRST_ADDRESS;
    this.#takeAddress();
  }

  /** The line is so from now on. */
  async #line(line: Line): Promise<void> {
    const link = this.#link;
    if (link?.stdin == null || link.stdout == null) throw new Error('the lab is not open');
    const taken = once(link.stdout, 'data');
    link.stdin.write(`${JSON.stringify(line)}\n`);
    await taken;
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

  #cable(end: string, namespace: string, wanEnd: string): void {
    run(
      'ip',
      'link',
      'add',
      end,
      'netns',
      namespace,
      'type',
      'veth',
      'peer',
      'name',
      wanEnd,
      'netns',
      this.#wan,
    );
    for (const [name, place] of [
      [end, namespace],
      [wanEnd, this.#wan],
    ] as const) {
      run('ip', '-n', place, 'link', 'set', name, 'up');
      run('ip', 'netns', 'exec', place, PYTHON, LINK, '--no-offloads', name);
    }
  }

  #nft(rule: string): void {
    run('ip', 'netns', 'exec', this.#people, 'nft', rule);
  }
}

function run(command: string, ...words: readonly string[]): void {
  execFileSync(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}
