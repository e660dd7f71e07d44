import { useEffect, useState, useSyncExternalStore } from 'react';
import { loadChoices } from '../../media/choices';
import { ConnectionTest } from '../../rtc/checks/connection-test';
import type { CheckSnapshot } from '../../rtc/checks/types';

/** One test at a time; a new one takes the place of the last, and leaving the page ends it. */
export function useConnectionTest(): readonly [CheckSnapshot, start: () => void] {
  const [test, setTest] = useState(() => new ConnectionTest(loadChoices()));
  useEffect(() => () => test.close(), [test]);
  const snapshot = useSyncExternalStore(test.subscribe, test.getSnapshot);
  return [snapshot, start];

  function start() {
    const next = new ConnectionTest(loadChoices());
    setTest(next);
    void next.run();
  }
}
