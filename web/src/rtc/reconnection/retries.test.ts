import { expect, it } from 'vitest';
import { signalRetries } from './retries';

const delays = (random: number) => {
  const policy = signalRetries(() => random);
  return Array.from({ length: 30 }, (_, retryCount) =>
    policy.nextRetryDelayInMs({ retryCount, elapsedMs: 0 }),
  );
};

it('tries at once, then more rarely, every two seconds at last', () => {
  const waits = delays(0.5);
  expect(waits[0]).toBe(0);
  expect(waits).toEqual([...waits].sort((a, b) => Number(a) - Number(b)));
  expect(waits.at(-1)).toBe(2000);
});

it('gives up while the token that the session has is good', () => {
  const after = (elapsedMs: number) => signalRetries().nextRetryDelayInMs({ retryCount: 9, elapsedMs });
  expect(after(200_000)).not.toBeNull();
  expect(after(300_000)).toBeNull();
});

it('spreads people by a quarter around that', () => {
  const usual = delays(0.5)[5] ?? 0;
  expect(delays(0)[5]).toBeCloseTo(usual * 0.75);
  expect(delays(1)[5]).toBeCloseTo(usual * 1.25);
});
