/** The embedded SFU of the stack under test, to be killed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './room-token.ts';

/** Kills livekit-server as a crash would; the stack starts it again, without its rooms. */
export function killSfu(): void {
  const config = join(dataFolder(), 'livekit.yaml');
  const found = readdirSync('/proc').find(
    (entry) => /^\d+$/.test(entry) && commandLine(entry).includes(config),
  );
  if (found === undefined) throw new Error('no livekit-server runs from the data folder');
  process.kill(Number(found), 'SIGKILL');
}

function commandLine(processId: string): string[] {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it ended while we looked
  }
}
