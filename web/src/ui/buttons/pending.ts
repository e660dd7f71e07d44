/**
 * What makes a button wait: it keeps focus, looks and says that it waits, and does nothing.
 *
 * Not the library's `isPending`: that announces the button by reference, which points nowhere once the page moved on.
 */
export const PENDING = {
  'aria-disabled': true,
  'data-pending': true,
  type: 'button',
  onPress: () => undefined,
} as const;
