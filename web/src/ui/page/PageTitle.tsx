import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface PageTitleProps {
  readonly className?: string | undefined;
  readonly children: string;
}

/** The title of the page that was loaded: there the browser itself says where one is. */
let first: HTMLElement | null = null;

/**
 * The one heading of a page. When a page takes the place of another, what had focus is gone with it: the title takes
 * it, so that a screen reader says where one is and Tab goes on from there. The window is called by it too.
 */
export function PageTitle({ className, children }: PageTitleProps) {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('app.windowTitle', { title: children });
  }, [t, children]);
  useEffect(() => {
    first ??= title.current;
    const isFocusLost = document.activeElement === null || document.activeElement === document.body;
    if (title.current !== first && isFocusLost) title.current?.focus();
  }, []);
  return (
    <h1 ref={title} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
