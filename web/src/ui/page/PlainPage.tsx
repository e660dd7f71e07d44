/** A page that is one sentence and what to do next: unknown meeting, ended, removed, crashed. */
import type { ReactNode } from 'react';
import { Page } from './Page';
import { PageTitle } from './PageTitle';
import styles from './PlainPage.module.css';

interface PlainPageProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function PlainPage({ title, children, actions }: PlainPageProps) {
  return (
    <Page>
      <div className={styles['plain']}>
        <PageTitle className={styles['title']}>{title}</PageTitle>
        {children === undefined ? null : <div className={styles['words']}>{children}</div>}
        {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
      </div>
    </Page>
  );
}
