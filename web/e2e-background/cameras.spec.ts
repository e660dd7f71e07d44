/** Cameras as they come: of every shape, fast and slow, changed and switched off in between. */
import { expect, on, type Seen, test } from './harness.ts';

const SHAPES = [
  ['4:3', 640, 480],
  ['portrait', 360, 640],
  ['small and odd', 322, 182],
  ['full HD', 1920, 1080],
] as const;

for (const [name, width, height] of SHAPES) {
  test(`a ${name} camera keeps its size and shows no room`, async ({ harness }) => {
    const seen = await on<Seen & { size: number[] }>(
      harness,
      `let size = [];
       const seen = await h.watched({ onReport: undefined }, async ({ seen, processor }) => {
         await h.becomes(() => seen.states.includes('running'), 'a mask');
         const watcher = new h.Watcher(processor.processedTrack);
         const { image } = await watcher.next();
         size = [image.width, image.height];
         await watcher.close();
       }, { width: ${width}, height: ${height} });
       return { ...seen, size };`,
    );
    expect(seen.size).toEqual([width, height]);
    expect(seen.room).toEqual([]);
  });
}

test('another camera in between keeps the track, changes its size and shows no room', async ({ harness }) => {
  const seen = await on<Seen & { isSame: boolean; size: number[] }>(
    harness,
    `let isSame = false;
     let size = [];
     const other = new h.DrawnCamera({ ...h.CLIP, width: 480, height: 360 });
     const seen = await h.watched({}, async ({ seen, processor }) => {
       await h.becomes(() => seen.states.includes('running'), 'a mask');
       const track = processor.processedTrack;
       let isOver = false;
       const playing = other.play(() => !isOver, 10);
       await processor.restart({ track: other.track });
       isSame = processor.processedTrack === track && track.readyState === 'live';
       const watcher = new h.Watcher(track);
       await h.becomes(() => seen.states.at(-1) === 'running', 'a mask of the other camera');
       for (let shown = await watcher.next(); shown.image.width !== 480; shown = await watcher.next());
       size = [480, 360];
       isOver = true;
       await playing;
       await watcher.close();
     });
     return { ...seen, isSame, size };`,
  );
  expect(seen.isSame).toBe(true);
  expect(seen.size).toEqual([480, 360]);
  expect(seen.room).toEqual([]);
});

test('a camera of one frame a second has each frame worked on', async ({ harness }) => {
  const seen = await on<Seen>(
    harness,
    `const seen = { frames: 0, room: [], states: [], troubles: [] };
     const camera = new h.DrawnCamera(h.CLIP);
     const processor = new h.BackgroundProcessor({ kind: 'blur', strength: 1 }, { onReport: ({ state }) => seen.states.push(state) });
     let isOver = false;
     const playing = camera.play(() => !isOver, 1000);
     await processor.init({ track: camera.track });
     const watcher = new h.Watcher(processor.processedTrack);
     while (!(seen.states.includes('running') && seen.frames >= 3)) {
       const { image } = await watcher.next();
       seen.frames += 1;
       if (h.markerPixels(image) > 0) seen.room.push(h.markerPixels(image));
     }
     isOver = true;
     await playing;
     await processor.destroy();
     return seen;`,
  );
  expect(seen.room).toEqual([]);
  expect(seen.frames).toBeGreaterThanOrEqual(3);
});

test('of a camera of 60 frames a second every other one is worked on', async ({ harness }) => {
  const shown = await on<number[]>(
    harness,
    `const wish = { ...h.CLIP, width: 160, height: 90 };
     const camera = new h.DrawnCamera(wish, new h.Clip(wish), 16_667);
     let isRunning = false;
     const onReport = ({ state }) => (isRunning ||= state === 'running');
     const processor = new h.BackgroundProcessor({ kind: 'blur', strength: 1 }, { onReport });
     let isOver = false;
     const playing = camera.play(() => !isOver, 60); // slow enough for all of them to be taken
     await processor.init({ track: camera.track });
     await h.becomes(() => isRunning, 'a mask');
     const watcher = new h.Watcher(processor.processedTrack);
     const times = [];
     while (times.length < 12) times.push((await watcher.next()).timestamp);
     isOver = true;
     await playing;
     await processor.destroy();
     return times;`,
  );
  const steps = shown.slice(1).map((timestamp, at) => Math.round((timestamp - (shown[at] ?? 0)) / 16_667));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(2);
  expect(steps.filter((step) => step === 2).length).toBeGreaterThan(steps.length / 2);
});
