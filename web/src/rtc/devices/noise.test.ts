import { ConnectionState, type LocalAudioTrack, type LocalTrack } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { constraintsFor } from '../../media/denoise/policy';
import { noisePreferences } from '../../media/noise/preferences';
import { noiseStatus } from '../../media/noise/status';
import { FakeDevices, nameOf } from '../testing/devices';
import { OfflineRoom } from '../testing/offline-room';
import { FakeSuppressor } from '../testing/suppressor';
import { NoiseControl } from './noise';

/** What is opened, one after the other; nothing when there is none. */
let offered: FakeSuppressor[] = [];
vi.mock('../../media/noise/shared-suppressor', () => ({
  sharedSuppressor: async () => offered.shift()?.asOne ?? null,
}));

let devices: FakeDevices;
let room: OfflineRoom;
let control: NoiseControl;
let lost: unknown[];

beforeEach(() => {
  devices = new FakeDevices();
  room = new OfflineRoom();
  room.state = ConnectionState.Connected;
  lost = [];
  offered = [];
  control = new NoiseControl(room, (error) => lost.push(error));
});
afterEach(() => {
  control.close();
  noisePreferences.setState({ isOn: false, isMusic: false, strength: 'all' });
});

/** A microphone that is published, as livekit-client opened it. */
function publish(deviceId: string): LocalAudioTrack {
  room.options.audioCaptureDefaults = { ...room.options.audioCaptureDefaults, deviceId };
  const track = devices.track({ ...constraintsFor('browser'), deviceId });
  room.publish(track as LocalTrack);
  return track;
}

const askedDevices = () => devices.asked.map(({ deviceId }) => nameOf(deviceId));
/** Until everything that is under way has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

it('opens the microphone that was chosen while muted', async () => {
  const track = publish('built-in');
  await track.mute();
  await room.switchActiveDevice('audioinput', 'headset');
  noisePreferences.setState({ isMusic: true });
  await settled();
  await track.unmute();
  expect(track.getSourceTrackSettings()).toMatchObject({ deviceId: 'headset', noiseSuppression: false });
});

it('opens the microphone that is chosen while another opens', async () => {
  const track = publish('built-in');
  const release = devices.hold();
  noisePreferences.setState({ isMusic: true });
  await vi.waitFor(() => expect(devices.asked).toHaveLength(1));
  const switching = room.switchActiveDevice('audioinput', 'headset');
  release();
  await switching;
  await settled();
  expect(track.getSourceTrackSettings()).toMatchObject({ deviceId: 'headset', noiseSuppression: false });
});

it('takes any microphone where its own does not open again', async () => {
  const track = publish('built-in');
  devices.broken.add('built-in');
  noisePreferences.setState({ isMusic: true });
  await settled();
  expect(askedDevices()).toEqual(['built-in', 'default']);
  expect(track.getSourceTrackSettings()).toMatchObject({ deviceId: 'default', noiseSuppression: false });
  expect(track.isMuted).toBe(false);
  expect(lost).toEqual([]);
});

it('mutes and says so where none opens, and goes on when one does', async () => {
  const track = publish('built-in');
  devices.broken.add('built-in').add('default');
  noisePreferences.setState({ isMusic: true });
  await settled();
  expect(track.isMuted).toBe(true);
  expect(lost).toMatchObject([{ name: 'NotReadableError' }]);
  devices.broken.clear();
  noisePreferences.setState({ isOn: true });
  await settled();
  expect(devices.asked).toHaveLength(2); // muted: nothing is opened unasked
  await track.unmute();
  await settled();
  expect(track.getSourceTrackSettings()).toMatchObject({ noiseSuppression: false });
});

it('asks a device once for what it refuses, and again after another wish', async () => {
  devices.stubborn.set('built-in', { autoGainControl: true });
  const track = publish('built-in');
  noisePreferences.setState({ isMusic: true });
  await settled();
  room.publish(track as LocalTrack);
  await settled();
  expect(devices.asked).toHaveLength(1);
  noisePreferences.setState({ isMusic: false });
  await settled();
  noisePreferences.setState({ isMusic: true });
  await settled();
  expect(devices.asked).toHaveLength(3);
  expect(track.getSourceTrackSettings()).toMatchObject({ noiseSuppression: false });
});

it('keeps the word about what went wrong when only the strength changes', () => {
  noiseStatus.setState({ problem: 'double' });
  noisePreferences.setState({ strength: 'gentle' });
  expect(noiseStatus.getState().problem).toBe('double');
});

it('says that the lighter one is at work because the other has failed, and takes another one when asked anew', async () => {
  const [first, second] = [new FakeSuppressor(), new FakeSuppressor()];
  offered = [first, second];
  publish('built-in');
  noisePreferences.setState({ isOn: true });
  await settled();
  expect(noiseStatus.getState()).toMatchObject({ inUse: 'dfn3', cause: null });
  first.become({ rung: 'rnnoise', cause: 'failed' });
  expect(noiseStatus.getState()).toMatchObject({ inUse: 'rnnoise', cause: 'failed', problem: null });
  noisePreferences.setState({ isOn: false });
  await settled();
  expect(noiseStatus.getState()).toMatchObject({ inUse: 'browser', cause: null });
  noisePreferences.setState({ isOn: true });
  await settled();
  expect(noiseStatus.getState()).toMatchObject({ inUse: 'dfn3', cause: null });
  expect(second.attached).not.toBeNull();
});

it('tries again on another microphone than the one whose browser suppresses all the same', async () => {
  devices.stubborn.set('built-in', { noiseSuppression: true });
  offered = [new FakeSuppressor()];
  publish('built-in');
  noisePreferences.setState({ isOn: true });
  await settled();
  expect(noiseStatus.getState()).toMatchObject({ inUse: 'browser', problem: 'double' });
  await room.switchActiveDevice('audioinput', 'headset');
  await settled();
  expect(noiseStatus.getState()).toMatchObject({ inUse: 'dfn3', problem: null });
});

it('says nothing about silence once the call is over', async () => {
  const suppressor = new FakeSuppressor();
  offered = [suppressor];
  publish('built-in');
  noisePreferences.setState({ isOn: true });
  await settled();
  vi.useFakeTimers();
  suppressor.become({ isSuspended: true });
  control.close();
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  expect(noiseStatus.getState().problem).toBeNull();
});
