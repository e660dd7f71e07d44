/** What graphics processors put together is what the main processor does, within 2 %. */
import { expect, on, test } from './harness.ts';

for (const compositor of ['webgl2', 'webgpu'] as const) {
  for (const effect of ['blur', 'picture'] as const) {
    test(`${compositor} shows the same ${effect}`, async ({ harness }) => {
      const { difference, compositor: used } = await on<{ difference: number; compositor: string }>(
        harness,
        `return h.parity('${compositor}', '${effect}')`,
      );
      expect(used).toBe(compositor);
      expect(difference).toBeLessThan(0.02);
      test.info().annotations.push({ type: 'difference', description: String(difference) });
    });
  }
}
