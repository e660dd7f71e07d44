import { DisconnectReason, RemoteParticipant } from 'livekit-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OfflineRoom } from '../testing/offline-room';
import { Absences } from './absences';
import { ParticipantViews } from './participant-views';

let room: OfflineRoom;
let absences: Absences;
let views: ParticipantViews;
beforeEach(() => {
  room = new OfflineRoom();
  absences = new Absences(() => undefined);
  views = new ParticipantViews('participant', absences);
});
afterEach(() => absences.close());

const remote = () =>
  views
    .of(room)
    .filter(({ isLocal }) => !isLocal)
    .map(({ name, linkQuality }) => [name, linkQuality]);

function comesIn(): void {
  room.remoteParticipants.set('ben', new RemoteParticipant(room.engine.client, 'PA_ben', 'ben', 'Ben'));
  absences.back(room.remoteParticipants.keys());
}

it('keeps the tile of one whom LiveKit has taken out and not told of, and gives it back to them', () => {
  comesIn();
  expect(remote()).toEqual([['Ben', 'unknown']]);
  room.remoteParticipants.clear(); // as its own new session does, before the tracks end
  expect(remote()).toEqual([['Ben', 'lost']]);
  absences.gone('ben', undefined);
  expect(remote()).toEqual([['Ben', 'lost']]);
  comesIn();
  expect(remote()).toEqual([['Ben', 'unknown']]);
});

it('takes the tile away once it is told that its person has left', () => {
  comesIn();
  remote();
  room.remoteParticipants.clear();
  absences.gone('ben', DisconnectReason.CLIENT_INITIATED);
  expect(remote()).toEqual([]);
});
