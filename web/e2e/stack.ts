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

/** Starts it and waits until the web client is served and the agent's worker has reported. */
export async function startStack(dataDir: string): Promise<RunningStack> {
  const child = spawn('.venv/bin/parley', ['up', '--port', '0', '--data-dir', dataDir], {
    cwd: ROOT,
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
