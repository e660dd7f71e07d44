import { type LocalTrack, Track } from 'livekit-client';
import { beforeEach, expect, it, vi } from 'vitest';
import { microphone, OfflineRoom, stubMedia } from '../testing/offline-room';
import { KeptTracks } from './kept-tracks';

let room: OfflineRoom;
let kept: KeptTracks;
/** What was published again. */
let published: LocalTrack[];
beforeEach(() => {
  stubMedia();
  room = new OfflineRoom();
  kept = new KeptTracks(room);
  published = [];
  vi.spyOn(room.localParticipant, 'publishTrack').mockImplementation(async (track) => {
    published.push(track as LocalTrack);
    return expect.anything();
  });
});

it('publishes an open track again in the next session, the very same', async () => {
  const track = microphone();
  room.publish(track);
  room.end();
  await kept.publish([Track.Source.Microphone]);
  expect(published).toEqual([track]);
  expect(track.mediaStreamTrack.readyState).toBe('live');
});

it('leaves a track alone that the session still has', async () => {
  room.publish(microphone());
  await kept.publish([Track.Source.Microphone]);
  expect(published).toEqual([]);
});

it('closes a muted track instead of publishing it: coming back opens nothing', async () => {
  const track = microphone();
  room.publish(track);
  await track.mute();
  room.end();
  await kept.publish([Track.Source.Microphone]);
  expect(published).toEqual([]);
  expect(track.mediaStreamTrack.readyState).toBe('ended');
});

it('publishes nothing that the device has ended meanwhile', async () => {
  const track = microphone();
  room.publish(track);
  room.end();
  track.mediaStreamTrack.stop();
  await kept.publish([Track.Source.Microphone]);
  expect(published).toEqual([]);
});

it('closes a track that cannot be published, and does not try it again', async () => {
  const track = microphone();
  room.publish(track);
  room.end();
  vi.mocked(room.localParticipant.publishTrack).mockRejectedValueOnce(new Error('the session is over'));
  await kept.publish([Track.Source.Microphone]);
  await kept.publish([Track.Source.Microphone]);
  expect(published).toEqual([]);
  expect(track.mediaStreamTrack.readyState).toBe('ended');
});

it('closes the former track of a source when another takes its place', () => {
  const [former, other] = [microphone(), microphone()];
  room.publish(former);
  room.publish(other);
  expect(former.mediaStreamTrack.readyState).toBe('ended');
  expect(other.mediaStreamTrack.readyState).toBe('live');
});

it('closes the devices of one source alone, or all', () => {
  const track = microphone();
  room.publish(track);
  kept.stop(Track.Source.Camera);
  expect(track.mediaStreamTrack.readyState).toBe('live');
  kept.stop();
  expect(track.mediaStreamTrack.readyState).toBe('ended');
});
