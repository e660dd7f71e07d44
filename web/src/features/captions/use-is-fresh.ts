import { useEffect, useState } from 'react';

/** True until `key` has stayed the same for `stayMs`. */
export function useIsFresh(key: string, stayMs: number): boolean {
  const [staleKey, setStaleKey] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStaleKey(key), stayMs);
    return () => clearTimeout(timer);
  }, [key, stayMs]);
  return staleKey !== key;
}
