import { useEffect, useState, useSyncExternalStore } from 'react';
import type { JoinResponse } from '../../gen';
import { createCall } from '../../rtc/call';
import type { Call, CallSnapshot, JoinChoices } from '../../rtc/types';

/** Owns a call as long as the page is there: connects it, and ends it when the page goes. */
export function useCall(join: JoinResponse, choices: JoinChoices): Call | null {
  const [call, setCall] = useState<Call | null>(null);
  useEffect(() => {
    const opened = createCall(join, choices);
    setCall(opened);
    // How connecting went, and why it did not, is in the snapshot.
    opened.connect().catch(() => undefined);
    return () => {
      setCall(null);
      void opened.close();
    };
  }, [join, choices]);
  return call;
}

export function useCallSnapshot(call: Call): CallSnapshot {
  return useSyncExternalStore(call.subscribe, call.getSnapshot);
}
