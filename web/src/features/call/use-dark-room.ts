import { useLayoutEffect } from 'react';

/** The lights go down: the page takes the stage's dark tokens in either theme, menus and dialogs included. */
export function useDarkRoom(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset['stage'] = '';
    return () => {
      delete dataset['stage'];
    };
  }, []);
}
