import { expect, it } from 'vitest';
import { signalRetries } from './retries';

const delays = (random: number) => {
  const policy = signalRetries(() => random);
  return Array.from({ length: 30 }, (_, retryCount) =>
    policy.nextRetryDelayInMs({ retryCount, elapsedMs: 0 }),
  );
};

it('tries at once, then ever more rarely, and gives up after about a minute', () => {
  const waits = delays(0.5).filter((delay) => delay !== null);
  expect(waits[0]).toBe(0);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.reduce((total, wait) => total + wait)).toBeGreaterThan(45_000);
  expect(delays(0.5).at(-1)).toBeNull();
});

it('spreads people by a quarter around that', () => {
  const usual = delays(0.5)[5] ?? 0;
  expect(delays(0)[5]).toBeCloseTo(usual * 0.75);
  expect(delays(1)[5]).toBeCloseTo(usual * 1.25);
});
