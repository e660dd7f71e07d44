// @vitest-environment jsdom
import type { LocalVideoTrack, TrackProcessor } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { background, chooseBackground } from '../../media/background-choice';
import { camera, stubMedia } from '../testing/offline-room';
import { LocalBackground } from './local-background';

/** What was done to the camera, in order. */
let done: string[];
let track: LocalVideoTrack | null;
let following: LocalBackground;

const processors: { destroy: () => Promise<void>; isDead: boolean }[] = [];
vi.mock('../../media/background-making', () => ({
  async makeProcessor({ onEnd }: { onEnd: () => void }) {
    const processor = {
      isDead: false,
      destroy: vi.fn(async () => onEnd()),
    };
    processors.push(processor);
    return processor;
  },
}));

function opened(processor?: unknown): LocalVideoTrack {
  const one = camera();
  let current = processor as ReturnType<LocalVideoTrack['getProcessor']>; // cast: a stand-in
  vi.spyOn(one, 'getProcessor').mockImplementation(() => current);
  vi.spyOn(one, 'setProcessor').mockImplementation(async (next: TrackProcessor<never>) => {
    done.push('set');
    current = next as typeof current; // cast: as above
  });
  vi.spyOn(one, 'stopProcessor').mockImplementation(async () => {
    done.push('stop');
    current = undefined;
  });
  vi.spyOn(one, 'restartTrack').mockImplementation(async () => void done.push('restart'));
  return one;
}

const open = vi.fn(async (options?: { processor?: unknown }) => {
  done.push(options?.processor === undefined ? 'open' : 'open with effect');
  if (track === null) track = opened(options?.processor);
  else track.isMuted = false;
});

beforeEach(() => {
  stubMedia();
  localStorage.clear();
  chooseBackground({ kind: 'none' });
  done = [];
  track = null;
  processors.length = 0;
  open.mockClear();
  following = new LocalBackground({
    track: () => track,
    async forget() {
      done.push('forget');
      track = null;
    },
    async lost() {
      done.push('lost');
      if (track !== null) track.isMuted = true;
    },
  });
});

afterEach(() => following.close());

it('opens a camera with the effect that is chosen, and one without as it is', async () => {
  await following.opened(open);
  expect(done).toEqual(['open']);
  track = null;
  chooseBackground({ kind: 'blur' });
  await following.opened(open);
  expect(done).toEqual(['open', 'open with effect']);
});

it('opens a closed camera anew when an effect was chosen meanwhile', async () => {
  track = opened();
  track.isMuted = true;
  chooseBackground({ kind: 'blur' });
  await following.follow();
  expect(done).toEqual([]);
  await following.opened(open);
  expect(done).toEqual(['forget', 'open with effect']);
});

it('opens a closed camera again as it was when nothing else was chosen', async () => {
  chooseBackground({ kind: 'blur' });
  await following.opened(open);
  if (track !== null) track.isMuted = true;
  await following.opened(open);
  expect(done).toEqual(['open with effect', 'open']);
});

it('restarts an effect that has died and never puts another in its place', async () => {
  chooseBackground({ kind: 'blur' });
  await following.opened(open);
  background.setState(({ generation }) => ({ generation: generation + 1 }));
  await following.follow();
  expect(done).toEqual(['open with effect', 'restart']);
});

it('lets go of an effect whose camera does not open', async () => {
  chooseBackground({ kind: 'blur' });
  open.mockRejectedValueOnce(new DOMException('no', 'NotReadableError'));
  await expect(following.opened(open)).rejects.toThrow('no');
  expect(processors[0]?.destroy).toHaveBeenCalled();
});

it('puts an effect on a camera that is kept for the next session', async () => {
  track = opened();
  chooseBackground({ kind: 'blur' });
  await following.follow();
  expect(done).toEqual(['set']);
});

it('leaves an effect on that cannot be loaded for a camera nobody has seen', async () => {
  chooseBackground({ kind: 'blur' });
  await following.opened(open);
  background.setState({ trouble: 'model_missing' });
  expect([background.getState().choice.kind, background.getState().isTrial]).toEqual(['blur', false]);
});

it('closes a camera for good that was turned off while its effect was restarted', async () => {
  chooseBackground({ kind: 'blur' });
  await following.opened(open);
  const opening = track;
  if (opening === null) throw new Error('it was opened');
  vi.mocked(opening.restartTrack).mockImplementationOnce(async () => {
    opening.isMuted = true;
  });
  background.setState(({ generation }) => ({ generation: generation + 1 }));
  await following.follow();
  expect(done).toEqual(['open with effect', 'forget']);
});

it('tells of a camera that does not open again for its effect', async () => {
  chooseBackground({ kind: 'blur' });
  await following.opened(open);
  if (track !== null) vi.mocked(track.restartTrack).mockRejectedValueOnce(new Error('in use'));
  background.setState(({ generation }) => ({ generation: generation + 1 }));
  await following.follow();
  expect(done).toEqual(['open with effect', 'lost', 'forget']);
});
