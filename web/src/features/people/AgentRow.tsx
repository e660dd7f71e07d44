/** The AI in the list, as what it is: what it does, how it is, and who turned it on. */
import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AiView, ParticipantView } from '../../rtc/types';
import { aiStateText, aiTasksText, engineText } from '../call/ai/ai-words';
import styles from './Row.module.css';

interface AgentRowProps {
  /** Null while it is wanted but not in the room. */
  readonly agent: ParticipantView | null;
  readonly ai: AiView;
}

export function AgentRow({ agent, ai }: AgentRowProps) {
  const { t } = useTranslation();
  const tasks = aiTasksText(t, ai.captionsOn, ai.notesOn);
  const engine = engineText(t, ai);
  return (
    <li className={styles['row']}>
      <span className={styles['mark']}>
        <Sparkles aria-hidden="true" />
      </span>
      <div className={styles['words']}>
        <span className={styles['name']}>
          {t('people.agent', { name: agent?.name || t('ai.name'), tasks })}
        </span>
        <span className={styles['detail']}>{aiStateText(t, ai)}</span>
        {engine === null ? null : <span className={styles['detail']}>{engine}</span>}
        {ai.changedBy === '' ? null : (
          <bdi className={styles['detail']}>{t('ai.changedBy', { name: ai.changedBy })}</bdi>
        )}
      </div>
      <abbr className={styles['badge']} title={t('ai.markTitle')}>
        {t('ai.badge')}
      </abbr>
    </li>
  );
}
