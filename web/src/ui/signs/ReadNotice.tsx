/** A notice over the call that stays until what it tells is over or the person has read it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../buttons/Button';
import { Notice } from './Notice';

interface ReadNoticeProps {
  readonly tone: 'warn' | 'bad';
  readonly children: ReactNode;
  readonly onRead: () => void;
}

export function ReadNotice({ tone, children, onRead }: ReadNoticeProps) {
  const { t } = useTranslation();
  return (
    <Notice
      tone={tone}
      action={
        <Button size="small" variant="plain" onPress={onRead}>
          {t('quality.own.read')}
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
