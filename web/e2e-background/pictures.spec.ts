/** Pictures of one's own: huge ones are scaled, broken ones refused. */
import { expect, on, test } from './harness.ts';

test('a picture of 20 megapixels is scaled to what a call shows', async ({ harness }) => {
  const size = await on<number[]>(
    harness,
    `const canvas = new OffscreenCanvas(5472, 3648);
     canvas.getContext('2d').fillRect(0, 0, 100, 100);
     const picture = await h.decodePicture(await canvas.convertToBlob({ type: 'image/jpeg' }));
     return [picture.width, picture.height];`,
  );
  expect(size).toEqual([1920, 1280]);
});

for (const [what, blob, problem] of [
  ['is no picture', `new Blob(['not a picture'], { type: 'image/png' })`, 'unreadable'],
  [
    'breaks off',
    `(await (async () => { const c = new OffscreenCanvas(64, 64); c.getContext('2d'); const b = await c.convertToBlob({ type: 'image/png' }); return b.slice(0, 40); })())`,
    'unreadable',
  ],
  ['is too large to read', `new Blob([new Uint8Array(40_000_001)], { type: 'image/png' })`, 'too_large'],
] as const) {
  test(`a file that ${what} is refused`, async ({ harness }) => {
    const refused = await on<string>(
      harness,
      `const blob = ${blob}; return h.decodePicture(blob).then(() => 'taken', (error) => error.problem);`,
    );
    expect(refused).toBe(problem);
  });
}
