/** A graphics device that goes away in mid-call: the processor takes over, and the room is not seen. */
import { expect, on, type Seen, test } from './harness.ts';

for (const compositor of ['webgl2', 'webgpu'] as const) {
  test(`a ${compositor} device that is lost steps down and shows no room`, async ({ harness }) => {
    const seen = await on<Seen>(harness, `return h.lostDevice('${compositor}')`);
    expect(seen.ways.slice(-2)).toEqual([`${compositor}, measured`, 'cpu, device_lost']);
    expect(seen.room).toEqual([]);
    expect(seen.troubles).toEqual([]);
  });
}

test('a device that draws nothing is not used, however quick it is', async ({ harness }) => {
  const seen = await on<Seen>(harness, 'return h.blackDevice()');
  expect(seen.ways.at(-1)).toBe('cpu, measured');
  expect(seen.room).toEqual([]);
});
