/** How each listener had each speaker, where it was not good. */
import { useTranslation } from 'react-i18next';
import type { MeetingDiagnosis, PairDiagnosis } from '../../gen';
import { causeName } from './cause-names';
import { percent, time } from './measure-words';
import styles from './PairList.module.css';
import type { Telling } from './verdict-words';

interface PairListProps {
  readonly diagnosis: MeetingDiagnosis;
  readonly telling: Telling;
}

export function PairList({ diagnosis, telling }: PairListProps) {
  const { t } = useTranslation();
  const troubled = diagnosis.pairs.filter(({ level }) => level === 'fair' || level === 'poor');
  if (troubled.length === 0) return null;
  return (
    <section aria-labelledby="pairs-title">
      <h2 id="pairs-title" className={styles['title']}>
        {t('quality.pairs.title')}
      </h2>
      <ul className={styles['pairs']}>
        {troubled.map((pair) => (
          <li key={`${pair.listener} ${pair.speaker}`}>
            {pairText(pair)} <span className={styles['reason']}>{reasonText(pair)}</span>
          </li>
        ))}
      </ul>
    </section>
  );

  function pairText({ listener, speaker, concealed_pct: concealed, freeze_ms: freezeMs }: PairDiagnosis) {
    const names = { listener: telling.nameOf(listener), speaker: telling.nameOf(speaker) };
    const freeze = time(freezeMs, telling.language);
    return concealed === null
      ? t('quality.pairs.seen', { ...names, freeze })
      : t('quality.pairs.heard', { ...names, freeze, concealed: percent(concealed, telling.language) });
  }

  function reasonText({ findings, level }: PairDiagnosis) {
    const reason = diagnosis.findings[findings[0] ?? -1];
    // A moment that hardly anybody notices needs none.
    if (reason === undefined) return level === 'poor' ? t('quality.pairs.noReason') : null;
    const name = reason.who === null ? null : telling.nameOf(reason.who);
    return t('quality.pairs.reason', { reason: causeName(t, reason.cause, name) });
  }
}
