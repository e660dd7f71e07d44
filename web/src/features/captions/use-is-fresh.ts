import { useEffect, useState } from 'react';

/** True until `key` has stayed the same for `stayMs`; what is there from the start is fresh unless `isOld`. */
export function useIsFresh(key: string, stayMs: number, isOld: boolean): boolean {
  const [staleKey, setStaleKey] = useState<string | null>(isOld ? key : null);
  useEffect(() => {
    const timer = setTimeout(() => setStaleKey(key), stayMs);
    return () => clearTimeout(timer);
  }, [key, stayMs]);
  return staleKey !== key;
}
