import { useCallback, useEffect, useState } from 'react';

const SAID_MS = 2_000;

/** How the last copying ended: `copied` for a moment, `refused` until the next try; null: nothing to say. */
export type CopyOutcome = 'copied' | 'refused' | null;

/** Copies text, and tells how that ended. */
export function useCopy(): readonly [outcome: CopyOutcome, copy: (text: string) => void] {
  const [last, setLast] = useState<{ readonly hasCopied: boolean } | null>(null);
  useEffect(() => {
    if (last?.hasCopied !== true) return;
    const timer = setTimeout(() => setLast(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [last]);
  const copy = useCallback((text: string) => {
    void copyText(text).then((hasCopied) => setLast({ hasCopied }));
  }, []);
  if (last === null) return [null, copy];
  return [last.hasCopied ? 'copied' : 'refused', copy];
}

/** False when the browser refuses, for instance outside HTTPS. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
