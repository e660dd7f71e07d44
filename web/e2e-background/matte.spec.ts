/** How good the matte is on drawn people: floors that only a regression goes below; the figures are the bench's. */
import { expect, on, test } from './harness.ts';

interface Scores {
  readonly iou: number;
  readonly edge: number;
  readonly flicker: number;
}

for (const scene of ['one', 'two', 'moving_camera'] as const) {
  test(`people are found, edge and all: ${scene.replace('_', ' ')}`, async ({ harness }) => {
    const scores = await on<Scores>(harness, `return h.matte({ scene: '${scene}' }, 12)`);
    test.info().annotations.push({ type: 'scores', description: JSON.stringify(scores) });
    expect(scores.iou).toBeGreaterThan(0.85);
    expect(scores.edge).toBeLessThan(160);
  });
}
