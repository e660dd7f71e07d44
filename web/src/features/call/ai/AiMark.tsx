/** What the AI does in this meeting right now, and who turned it on: a small mark that opens into words. */
import { Sparkles } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { AiView } from '../../../rtc/types';
import styles from './AiMark.module.css';
import { aiMarkText, aiStateText, engineText, isTranscribed } from './ai-words';

interface AiMarkProps {
  readonly ai: AiView;
}

export function AiMark({ ai }: AiMarkProps) {
  const { t } = useTranslation();
  const engine = engineText(t, ai);
  return (
    <DialogTrigger>
      <Button className={styles['mark'] ?? ''} data-state={ai.state}>
        <Sparkles aria-hidden="true" />
        <span>{aiMarkText(t, ai)}</span>
      </Button>
      <Popover className={styles['popover'] ?? ''} placement="top start" offset={8} data-stage="">
        <Dialog className={styles['dialog'] ?? ''} aria-label={t('ai.title')}>
          <p>{aiStateText(t, ai)}</p>
          <dl className={styles['facts']}>
            <dt>{t('ai.captions')}</dt>
            <dd>{ai.captionsOn ? t('ai.on') : t('ai.off')}</dd>
            <dt>{t('ai.notes')}</dt>
            <dd>{ai.notesOn ? t('ai.on') : t('ai.off')}</dd>
            <dt>{t('ai.transcript')}</dt>
            <dd>{isTranscribed(ai) ? t('ai.on') : t('ai.off')}</dd>
          </dl>
          {engine === null ? null : <p className={styles['aside']}>{engine}</p>}
          {ai.changedBy === '' ? null : (
            <p className={styles['aside']}>{t('ai.changedBy', { name: ai.changedBy })}</p>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
