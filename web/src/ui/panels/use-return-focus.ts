import { useEffect, useState } from 'react';

/**
 * Gives focus back, when what it was in is closed: to what opened it, or if that is gone to a control that opens it
 * (`aria-controls`), or to one that leads there (`data-leads-to-panels`).
 *
 * @param id of what is closed
 */
export function useReturnFocus(id: string): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return; // it is elsewhere
      const openers = document.querySelectorAll(`[aria-controls="${id}"], [data-leads-to-panels]`);
      [opener, ...openers].find(takesFocus)?.focus();
    },
    [id, opener],
  );
}

function takesFocus(element: Element | null): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element !== document.body &&
    element.isConnected &&
    element.checkVisibility()
  );
}
