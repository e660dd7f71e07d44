/** `parley up` as a child of the test run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 10_000;

interface RunningStack {
  readonly url: string;
  stop(): Promise<void>;
}

interface Place {
  /** A command line that runs another, for instance in a network of its own. */
  readonly within?: readonly string[];
  /** Of the web client; 0: a free one for everything. */
  readonly port?: number;
}

/** Starts it, with `settings` beside our own environment, and waits until it has said how captions are made. */
export async function startStack(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
  { within = [], port = 0 }: Place = {},
): Promise<RunningStack> {
  const [command, ...words] = [
    ...within,
    '.venv/bin/parley',
    'up',
    '--port',
    `${port}`,
    '--data-dir',
    dataDir,
  ];
  const child = spawn(command ?? '', words, {
    cwd: ROOT,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    return { url: await servedUrl(child), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** The address that `parley up` names, once it has also said how captions are made. */
function servedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`parley up ${why}. It said:\n${said}`));
    const timer = setTimeout(() => fail('was not ready in time'), READY_WITHIN_MS);
    child.once('exit', (status) => fail(`ended with status ${status}`));
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /^ *open +(\S+)/m.exec(said)?.[1];
      if (url === undefined || !/^ *captions +\S/m.test(said)) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
