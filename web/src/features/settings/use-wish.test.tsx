import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useWish } from './use-wish';

/** A room that says what is so, and a backend whose answers the test gives one by one. */
function setting(first: boolean) {
  const calls: { value: boolean; answer: () => void; fail: (error: Error) => void }[] = [];
  const send = (value: boolean) =>
    new Promise<void>((answer, fail) => {
      calls.push({ value, answer, fail });
    });
  const hook = renderHook(({ actual }) => useWish(actual, send), { initialProps: { actual: first } });
  return {
    calls,
    now: () => hook.result.current,
    choose: (value: boolean) => act(async () => hook.result.current.choose(value)),
    answer: (index: number) => act(async () => calls[index]?.answer()),
    fail: (index: number) => act(async () => calls[index]?.fail(new Error('no'))),
    roomSays: (actual: boolean) => hook.rerender({ actual }),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a setting that others may change too', () => {
  it('shows what was asked for at once, as under way until the room says so', async () => {
    const captions = setting(true);
    await captions.choose(false);
    expect(captions.now()).toMatchObject({ value: false, isPending: true });
    await captions.answer(0);
    expect(captions.now()).toMatchObject({ value: false, isPending: true });
    captions.roomSays(false);
    expect(captions.now()).toMatchObject({ value: false, isPending: false, error: null });
  });

  it('goes back to what is so when asking failed, and says why; the next try clears that', async () => {
    const captions = setting(true);
    await captions.choose(false);
    await captions.fail(0);
    expect(captions.now()).toMatchObject({ value: true, isPending: false, error: new Error('no') });
    await captions.choose(false);
    expect(captions.now()).toMatchObject({ value: false, error: null });
  });

  it('shows what another host changed', () => {
    const captions = setting(true);
    captions.roomSays(false);
    expect(captions.now()).toMatchObject({ value: false, isPending: false });
  });

  it('asks once at a time, and only for the last of what was chosen meanwhile', async () => {
    const captions = setting(true);
    await captions.choose(false);
    await captions.choose(true);
    await captions.choose(false);
    expect(captions.calls.map(({ value }) => value)).toEqual([false]);
    await captions.answer(0);
    expect(captions.calls.map(({ value }) => value)).toEqual([false, false]);
  });

  it('does not jump back when the room answers an earlier wish', async () => {
    const captions = setting(true);
    await captions.choose(false);
    await captions.choose(true);
    captions.roomSays(false);
    expect(captions.now()).toMatchObject({ value: true, isPending: true });
    await captions.answer(0);
    await captions.answer(1);
    captions.roomSays(true);
    expect(captions.now()).toMatchObject({ value: true, isPending: false });
  });

  it('gives up on a wish that the room never tells of: somebody else was quicker', async () => {
    const captions = setting(true);
    await captions.choose(false);
    await captions.answer(0);
    await act(async () => vi.advanceTimersByTime(5_000));
    expect(captions.now()).toMatchObject({ value: true, isPending: false });
  });
});
