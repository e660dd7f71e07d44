import { ConnectionState, RoomEvent } from 'livekit-client';
import { beforeEach, expect, it, vi } from 'vitest';
import { microphone, OfflineRoom, stubMedia } from '../testing/offline-room';
import type { JoinChoices } from '../types';
import { LocalMedia } from './local-media';

const CHOICES: JoinChoices = {
  isMicrophoneOn: true,
  isCameraOn: false,
  microphoneId: null,
  cameraId: null,
  speakerId: null,
};

let room: OfflineRoom;
/** What the room was asked of the microphone, in order. */
let asked: boolean[];
beforeEach(() => {
  stubMedia();
  room = new OfflineRoom();
  room.state = ConnectionState.Connected;
  asked = [];
  vi.spyOn(room.localParticipant, 'setMicrophoneEnabled').mockImplementation(async (on) => {
    asked.push(on);
    return undefined;
  });
  vi.spyOn(room.localParticipant, 'setCameraEnabled').mockResolvedValue(undefined);
});

it('publishes what the person wants, and shows it as on while it opens', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const publishing = media.publishWanted();
  expect(media.view().isMicrophoneOn).toBe(true);
  await publishing;
  expect(asked).toEqual([true]);
});

it('opens nothing for a viewer, whatever was chosen', async () => {
  const media = new LocalMedia(room, 'viewer', CHOICES, () => undefined);
  await media.publishWanted();
  await media.setMicrophone(true);
  expect(asked).toEqual([]);
  expect(media.view().isMicrophoneOn).toBe(false);
});

it('keeps a wish that is made while there is no session for the next one', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const track = microphone();
  room.publish(track);
  room.end();
  await media.setMicrophone(false);
  expect(asked).toEqual([]);
  expect(track.mediaStreamTrack.readyState).toBe('ended');
  room.state = ConnectionState.Connected;
  await media.publishWanted();
  expect(asked).toEqual([false]);
});

it("shows as on what was, while LiveKit's own new session has yet to publish it", async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  await media.publishWanted();
  room.state = ConnectionState.Reconnecting;
  expect(media.view()).toMatchObject({ isMicrophoneOn: true, isCameraOn: false });
});

it('silences a microphone at once, also while LiveKit has yet to publish it anew', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const track = microphone();
  room.publish(track);
  room.state = ConnectionState.Reconnecting;
  room.localParticipant.trackPublications.clear();
  await media.setMicrophone(false);
  expect(track.isMuted).toBe(true);
  expect(track.mediaStreamTrack.enabled).toBe(false);
});

it('opens no microphone again that somebody has muted', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const track = microphone();
  room.publish(track);
  const [publication] = room.localParticipant.trackPublications.values();
  if (publication === undefined) throw new Error('it was published');
  room.emit(RoomEvent.TrackMuted, publication, room.localParticipant);
  room.end();
  room.state = ConnectionState.Connected;
  await media.publishWanted();
  expect(asked).toEqual([false]);
});

it('turns a device that does not open into a problem, which goes when it does', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  vi.mocked(room.localParticipant.setMicrophoneEnabled).mockRejectedValueOnce(
    new DOMException('no', 'NotAllowedError'),
  );
  await media.setMicrophone(true);
  expect(media.view().deviceProblem?.device).toBe('microphone');
  await media.setMicrophone(true);
  expect(media.view().deviceProblem).toBeNull();
});

it('closes every device when the call is over', () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const track = microphone();
  room.publish(track);
  media.release();
  expect(track.mediaStreamTrack.readyState).toBe('ended');
});
