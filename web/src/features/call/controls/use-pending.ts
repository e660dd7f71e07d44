import { useCallback, useEffect, useRef, useState } from 'react';

/** Runs an action and says whether it is still under way; a failure shows in what the action was to change. */
export function usePending(action: () => Promise<unknown>): readonly [boolean, () => void] {
  const [isPending, setPending] = useState(false);
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  }, [action]);
  const run = useCallback(() => {
    setPending(true);
    latest.current().then(
      () => setPending(false),
      () => setPending(false),
    );
  }, []);
  return [isPending, run];
}
