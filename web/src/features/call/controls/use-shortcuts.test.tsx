import { renderHook } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { useShortcuts } from './use-shortcuts';

test('a key acts while nothing is typed', async () => {
  const act = vi.fn();
  renderHook(() => useShortcuts({ M: act }, true));
  await userEvent.keyboard('m');
  expect(act).toHaveBeenCalledOnce();
});

test('no key acts once they are turned off, and all do again when they are on', async () => {
  const act = vi.fn();
  const { rerender } = renderHook(({ areOn }) => useShortcuts({ M: act }, areOn), {
    initialProps: { areOn: false },
  });
  await userEvent.keyboard('m');
  expect(act).not.toHaveBeenCalled();
  rerender({ areOn: true });
  await userEvent.keyboard('m');
  expect(act).toHaveBeenCalledOnce();
});
