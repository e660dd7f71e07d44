/** The embedded SFU of the stack under test: to be asked what it knows, and to be killed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackUrl } from './parley.ts';
import { adminToken, dataFolder } from './room-token.ts';

/** Kills livekit-server as a crash would; the stack starts it again, without its rooms. */
export function killSfu(): void {
  process.kill(processWith(join(dataFolder(), 'livekit.yaml')), 'SIGKILL');
}

/** Stops the server with this configuration from answering, without its ending; returns what lets it go on. */
export function freeze(config: string): () => void {
  const frozen = processWith(config);
  process.kill(frozen, 'SIGSTOP');
  return () => process.kill(frozen, 'SIGCONT');
}

/** Id of the process that was started with this file. */
function processWith(config: string): number {
  const found = readdirSync('/proc').find(
    (entry) => /^\d+$/.test(entry) && commandLine(entry).includes(config),
  );
  if (found === undefined) throw new Error(`no process runs with ${config}`);
  return Number(found);
}

interface InRoom {
  readonly identity: string;
  readonly tracks?: readonly { readonly source: string }[];
}

/** The sources that a participant publishes, by the SFU's word. */
export async function publishedBy(room: string, identity: string): Promise<readonly string[]> {
  const { sfu_url: url }: { sfu_url: string } = await (await fetch(`${stackUrl()}/config.json`)).json();
  const answer = await fetch(`${url.replace(/^ws/, 'http')}/twirp/livekit.RoomService/ListParticipants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken(room)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ room }),
  });
  const { participants }: { participants: readonly InRoom[] } = await answer.json();
  const found = participants.find((participant) => participant.identity === identity);
  if (found === undefined) throw new Error(`${identity} is not in the room`);
  return (found.tracks ?? []).map(({ source }) => source);
}

function commandLine(processId: string): string[] {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it ended while we looked
  }
}
