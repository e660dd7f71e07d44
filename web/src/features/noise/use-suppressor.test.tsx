import { renderHook, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { noiseStatus } from '../../media/noise/status';
import { FakeSuppressor } from '../../rtc/testing/suppressor';
import { useOwnSound } from './use-suppressor';

let settings: MediaTrackSettings;
let stopped: number;
vi.mock('../../media/preview', () => ({
  openPreview: async () => {
    const track = { getSettings: () => settings };
    return { stream: { getAudioTracks: () => [track] }, problem: null };
  },
  stopPreview: () => {
    stopped += 1;
  },
}));

let suppressor: FakeSuppressor;
beforeEach(() => {
  settings = { noiseSuppression: false };
  stopped = 0;
  suppressor = new FakeSuppressor();
  noiseStatus.setState({ problem: null });
});

const ownSound = () =>
  renderHook(({ id }) => useOwnSound(suppressor.asOne, id), { initialProps: { id: 'a' } });
const problem = () => noiseStatus.getState().problem;

it('cleans one’s own sound, and closes the microphone afterwards', async () => {
  const { unmount } = ownSound();
  await waitFor(() => expect(suppressor.attached).not.toBeNull());
  expect(problem()).toBeNull();
  unmount();
  expect(suppressor.attached).toBeNull();
  expect(stopped).toBe(1);
});

it('gives way to the browser’s suppression and says so, until a microphone has none', async () => {
  settings = { noiseSuppression: true };
  const { rerender } = ownSound();
  await waitFor(() => expect(problem()).toBe('double'));
  expect(suppressor.attached).toBeNull();
  settings = { noiseSuppression: false };
  rerender({ id: 'b' });
  await waitFor(() => expect(suppressor.attached).not.toBeNull());
  expect(problem()).toBeNull();
});

it('says when the browser does not let it run', async () => {
  vi.spyOn(suppressor, 'attach').mockRejectedValue(new Error('no sound yet'));
  const { unmount } = ownSound();
  await waitFor(() => expect(problem()).toBe('start'));
  unmount();
  expect(problem()).toBeNull();
});
