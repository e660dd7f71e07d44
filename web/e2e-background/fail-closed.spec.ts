/** Whatever happens, nobody sees the room: it has magenta things in it, and every frame that comes out is looked at. */
import { expect, on, type Seen, test } from './harness.ts';

/** Starts, stops and faults; `make soak-background` does a thousand. */
const EVENTS = Number(process.env['PARLEY_SOAK_EVENTS'] ?? 50);

test('no start, no stop and no fault shows the room', async ({ harness }) => {
  test.setTimeout(60_000 + EVENTS * 5_000);
  let [events, frames] = [0, 0];
  for (let round = 0; events < EVENTS; round++) {
    const isShort = round % 2 === 1;
    const seen = await on<Seen & { events: number }>(harness, `return h.failClosed(${isShort})`);
    expect(seen.room).toEqual([]);
    if (!isShort) expect(seen.troubles).toContain('crashed');
    events += seen.events;
    frames += seen.frames;
  }
  test.info().annotations.push({ type: 'seen', description: `${events} events, ${frames} frames` });
  expect(frames).toBeGreaterThan(EVENTS);
});

test('the room would be seen if it were shown', async ({ harness }) => {
  const pixels = await on<number>(
    harness,
    `const camera = new h.DrawnCamera(h.CLIP);
     const watcher = new h.Watcher(camera.track);
     const next = watcher.next();
     await camera.send();
     return h.markerPixels((await next).image);`,
  );
  expect(pixels).toBeGreaterThan(500);
});

for (const [what, answer, trouble] of [
  ['is missing', { status: 404, body: '' }, 'model_missing'],
  ['was altered', { status: 200, body: 'not a model' }, 'model_altered'],
] as const) {
  test(`a model that ${what} is told, and covers everything`, async ({ harness }) => {
    await harness.route('**/*.tflite', (route) => route.fulfill(answer));
    const seen = await on<Seen>(
      harness,
      `return h.watched({}, async ({ seen }) => {
         await h.becomes(() => seen.troubles.length > 0, 'the trouble');
         const before = seen.frames;
         await h.becomes(() => seen.frames > before + 5, 'frames');
       })`,
    );
    expect(seen.troubles).toEqual([trouble]);
    expect(seen.states).not.toContain('running');
    expect(seen.room).toEqual([]);
    expect(seen.frames).toBeGreaterThan(5);
  });
}

test('a worker that dies is replaced by another, and shows no room on the way', async ({ harness }) => {
  const seen = await on<Seen & { isOther: boolean }>(harness, 'return h.revived()');
  expect(seen.troubles).toEqual(['crashed']);
  expect(seen.isOther).toBe(true);
  expect(seen.room).toEqual([]);
});
