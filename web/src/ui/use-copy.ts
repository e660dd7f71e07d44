import { useCallback, useEffect, useState } from 'react';

const SAID_MS = 2_000;

/** Copies text, and says so for a moment. */
export function useCopy(): readonly [isCopied: boolean, copy: (text: string) => void] {
  const [copies, setCopies] = useState(0);
  useEffect(() => {
    if (copies === 0) return;
    const timer = setTimeout(() => setCopies(0), SAID_MS);
    return () => clearTimeout(timer);
  }, [copies]);
  const copy = useCallback((text: string) => {
    void copyText(text).then((hasCopied) => {
      if (hasCopied) setCopies((count) => count + 1);
    });
  }, []);
  return [copies > 0, copy];
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
