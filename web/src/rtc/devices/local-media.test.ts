import { ConnectionState, type LocalTrack, RoomEvent, Track } from 'livekit-client';
import { beforeEach, expect, it, vi } from 'vitest';
import { camera, microphone, OfflineRoom, stubMedia } from '../testing/offline-room';
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

it('does not open by itself later what did not open when it was asked', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  vi.mocked(room.localParticipant.setMicrophoneEnabled).mockRejectedValueOnce(
    new DOMException('no', 'NotReadableError'),
  );
  await media.publishWanted();
  expect(media.view().isMicrophoneOn).toBe(false);
  await media.publishWanted();
  expect(asked).toEqual([false]);
});

it('opens no camera again that went away', async () => {
  const media = new LocalMedia(room, 'participant', { ...CHOICES, isCameraOn: true }, () => undefined);
  await media.publishWanted();
  const track = camera() as LocalTrack; // cast: as in the microphone's
  room.publish(track, Track.Source.Camera);
  const [publication] = room.localParticipant.trackPublications.values();
  if (publication === undefined) throw new Error('it was published');
  room.emit(RoomEvent.TrackMuted, publication, room.localParticipant);
  vi.mocked(room.localParticipant.setCameraEnabled).mockClear();
  await media.publishWanted();
  expect(vi.mocked(room.localParticipant.setCameraEnabled).mock.calls.map(([on]) => on)).toEqual([false]);
});

it('comes back with the microphone that was chosen while there was no session', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const track = microphone();
  room.publish(track);
  room.end();
  await media.switchDevice('microphone', 'another');
  expect(track.mediaStreamTrack.readyState).toBe('ended');
  expect(room.options.audioCaptureDefaults?.deviceId).toEqual({ exact: 'another' });
});

it('shows a shared screen as shared while there is no session, and stops it for good', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const screen = camera() as LocalTrack; // cast: as in the microphone's
  room.publish(screen, Track.Source.ScreenShare);
  room.end();
  expect(media.view().isScreenShareOn).toBe(true);
  await media.setScreenShare(false);
  expect(media.view().isScreenShareOn).toBe(false);
  expect(screen.mediaStreamTrack.readyState).toBe('ended');
});

it('shows a device as off that did not open when it was chosen', async () => {
  const media = new LocalMedia(room, 'participant', CHOICES, () => undefined);
  const track = microphone();
  room.publish(track);
  vi.spyOn(room, 'switchActiveDevice').mockRejectedValueOnce(new DOMException('no', 'NotReadableError'));
  await media.switchDevice('microphone', 'busy');
  expect(track.isMuted).toBe(true);
  expect(media.view().deviceProblem).toEqual({ device: 'microphone', cause: 'in_use' });
});
