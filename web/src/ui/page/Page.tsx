/** The frame of every page but the call: wordmark, what belongs to the page at the top right, theme, content. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ThemeButton } from '../theme/ThemeButton';
import styles from './Page.module.css';
import { PRODUCT, Wordmark } from './Wordmark';

interface PageProps {
  readonly children: ReactNode;
  readonly tools?: ReactNode;
  readonly width?: 'wide' | 'full';
}

export function Page({ children, tools, width = 'wide' }: PageProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['page']} data-width={width}>
      <header className={styles['header']}>
        <Link href="/" className={styles['home']} aria-label={t('app.home', { product: PRODUCT })}>
          <Wordmark />
        </Link>
        <div className={styles['tools']}>
          {tools}
          <ThemeButton />
        </div>
      </header>
      <main className={styles['main']}>{children}</main>
    </div>
  );
}
