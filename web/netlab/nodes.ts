/** Parley in the lab's house on two SFU nodes with Redis between them and haproxy in front, by the files of infra/. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from '../e2e/relayed.ts';
import { startStack } from '../e2e/stack.ts';
import { type Household, livekitServer } from './house.ts';
import { HOUSE, type Lab } from './lab.ts';

const INFRA = fileURLToPath(new URL('../../infra/', import.meta.url));
const REDIS_PORT = 6379;
const PEOPLE_PORT = 7443;
const INSIDE_PORT = 7900;
const WEB_PORT = 8080;
/** Webhooks go to the backend without TLS, since livekit-server would not trust a certificate made for this run. */
const WEBHOOK_PORT = 8090;
const KEY = 'key-of-the-nodes';
const SECRET = 'secret-of-the-nodes-0123456789abcdef';
const READY_WITHIN_MS = 30_000;

/** By the port at which it takes media by UDP; `signal` as infra/sfu-nodes/haproxy.cfg has it. */
const NODES = {
  7882: { signal: 7880, tcp: 7881, metrics: 6789 },
  7892: { signal: 7890, tcp: 7891, metrics: 6799 },
} as const;
type NodeName = keyof typeof NODES;

export interface NodeHouse extends Household {
  /** SIGKILL to the node that takes media at this port. */
  kill(mediaPort: number): void;
  /** Starts whichever node is dead, and waits until the address in front of both knows it. */
  heal(): Promise<void>;
}

/** Whether Debian's haproxy and redis-server are here. */
export function hasNodes(): boolean {
  return ['haproxy', 'redis-server'].every((name) => {
    try {
      execFileSync('which', [name], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

export async function openNodeHouse(
  lab: Lab,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<NodeHouse> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const certificate = makeCertificate(folder, HOUSE);
  const children = new Map<string, ChildProcess>();
  const start = (name: string, command: string, ...words: readonly string[]) => {
    const [within = '', ...more] = [...lab.inHouse(), command, ...words];
    children.set(name, spawn(within, more, { stdio: 'ignore' }));
  };
  const startNode = (media: NodeName) =>
    start(`${media}`, livekitServer(), '--config', nodeConfig(folder, media));
  const end = async () => {
    for (const child of children.values()) if (isAlive(child)) await ended(child, 'SIGKILL');
  };
  try {
    start('redis', 'redis-server', '--port', `${REDIS_PORT}`, '--bind', '127.0.0.1', '--save', '');
    await answering(lab, REDIS_PORT);
    for (const media of [7882, 7892] as const) startNode(media);
    for (const { signal } of Object.values(NODES)) await answering(lab, signal);
    start('haproxy', 'haproxy', '-f', haproxyConfig(folder, certificate));
    await answering(lab, INSIDE_PORT);
    const stack = await startStack(
      join(folder, 'data'),
      {
        PARLEY_HOST: HOUSE,
        PARLEY_SFU_URL: `ws://127.0.0.1:${INSIDE_PORT}`,
        PARLEY_SFU_PUBLIC_URL: `wss://${HOUSE}:${PEOPLE_PORT}`,
        PARLEY_SFU_API_KEY: KEY,
        PARLEY_SFU_API_SECRET: SECRET,
        ...certificate,
        ...settings,
      },
      { within: lab.inHouse(), port: WEB_PORT },
    );
    return {
      url: stack.url,
      kill(mediaPort) {
        const node = children.get(`${mediaPort}`);
        if (node === undefined) throw new Error(`no node takes media at ${mediaPort}`);
        node.kill('SIGKILL');
      },
      async heal() {
        for (const media of [7882, 7892] as const) {
          const node = children.get(`${media}`);
          if (node !== undefined && isAlive(node)) continue;
          startNode(media);
          await answering(lab, NODES[media].signal);
          await sleep(1000); // haproxy asks a node that was gone every half second, and wants two answers
        }
      },
      async close() {
        await stack.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Waits until something takes connections there. */
async function answering(lab: Lab, port: number): Promise<void> {
  const [within = '', ...words] = lab.inHouse();
  const ask = `require('net').connect(${port},'127.0.0.1',()=>process.exit(0)).on('error',()=>process.exit(1))`;
  const untilMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < untilMs) {
    try {
      execFileSync(within, [...words, process.execPath, '-e', ask], { stdio: 'ignore' });
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`nothing answers at port ${port} of the house`);
}

/** infra/livekit.yaml and what infra/sfu-nodes has to add, with the lab's addresses. */
function nodeConfig(folder: string, media: NodeName): string {
  const { signal, tcp, metrics } = NODES[media];
  const shipped = readFileSync(join(INFRA, 'livekit.yaml'), 'utf8');
  return written(
    join(folder, `node-${media}.yaml`),
    replaced(shipped + readFileSync(join(INFRA, 'sfu-nodes/nodes.yaml'), 'utf8'), {
      'port: 7880': `port: ${signal}`,
      'port: 6789': `port: ${metrics}`,
      'udp_port: 7882': `udp_port: ${media}`,
      'tcp_port: 0': `tcp_port: ${tcp}`,
      'node_ip: 127.0.0.1': `node_ip: ${HOUSE}`,
      'enable_loopback_candidate: true': 'enable_loopback_candidate: false',
      'includes: [127.0.0.1/32]': `includes: [${HOUSE}/32]`,
      '  REPLACE-backend-key: REPLACE-with-a-secret-of-at-least-32-characters': `  ${KEY}: ${SECRET}`,
      '  REPLACE-agent-key: REPLACE-with-a-secret-of-at-least-32-characters': '',
      'api_key: REPLACE-backend-key': `api_key: ${KEY}`,
      'http://127.0.0.1:8080/api/sfu/webhook': `http://127.0.0.1:${WEBHOOK_PORT}/api/sfu/webhook`,
    }),
  );
}

function haproxyConfig(folder: string, certificate: Readonly<Record<string, string>>): string {
  const both = ['PARLEY_TLS_CERT', 'PARLEY_TLS_KEY'].map((name) => readFileSync(certificate[name] ?? ''));
  const pem = written(join(folder, 'sfu.pem'), both.join('\n'));
  const shipped = readFileSync(join(INFRA, 'sfu-nodes/haproxy.cfg'), 'utf8');
  const webhooks = `
frontend webhooks
  bind 127.0.0.1:${WEBHOOK_PORT}
  default_backend parley

backend parley
  server parley ${HOUSE}:${WEB_PORT} ssl verify none
`;
  const config = replaced(shipped, { '/etc/parley/sfu.pem': pem }) + webhooks;
  return written(join(folder, 'haproxy.cfg'), config);
}

function replaced(text: string, by: Readonly<Record<string, string>>): string {
  return Object.entries(by).reduce((now, [old, fresh]) => {
    if (!now.includes(old)) throw new Error(`infra/ has no more: ${old}`);
    return now.replace(old, fresh);
  }, text);
}

function written(file: string, text: string): string {
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
