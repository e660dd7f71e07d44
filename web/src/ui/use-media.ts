import { useCallback, useSyncExternalStore } from 'react';

/** A window as narrow as a phone's, where one thing stands below another; as the style sheets have it. */
export const NARROW = '(max-width: 48rem)';

/** Whether a media query holds, kept up to date. For what is elsewhere in the document; looks are for style sheets. */
export function useMedia(query: string): boolean {
  const watch = useCallback(
    (onChange: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => window.matchMedia(query).matches);
}
