/** LiveKit access tokens made with the stack's own keys, for clients that are not ours. */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface KeyPair {
  readonly key: string;
  readonly secret: string;
}

/** A participant that hears, and may send data under any topic. */
export function roomToken(room: string, identity: string): string {
  return signed(identity, {
    room,
    roomJoin: true,
    canPublish: true,
    canSubscribe: true,
    canPublishData: true,
  });
}

/** For asking the SFU who is in a room and what they publish. */
export function adminToken(room: string): string {
  return signed('e2e', { room, roomAdmin: true });
}

function signed(identity: string, video: object): string {
  const { key, secret } = keyPair();
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: key,
    sub: identity,
    jti: randomUUID(),
    nbf: now - 5,
    exp: now + 300,
    name: identity,
    video,
  };
  const head = encoded({ alg: 'HS256', typ: 'JWT' });
  const body = encoded(claims);
  const signature = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${signature}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** The backend's pair, from the data folder of the stack under test. */
function keyPair(): KeyPair {
  const secrets: { backend_sfu: KeyPair } = JSON.parse(
    readFileSync(join(dataFolder(), 'secrets.json'), 'utf8'),
  );
  return secrets.backend_sfu;
}

/** Data folder of the stack under test: the one we made, or PARLEY_E2E_DATA beside PARLEY_E2E_URL. */
export function dataFolder(): string {
  return process.env['PARLEY_E2E_DATA'] ?? join(process.env['PARLEY_E2E_FOLDER'] ?? '', 'data');
}
