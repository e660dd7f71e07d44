/** Each thing that went wrong, the likeliest reason first: its sentence, its numbers, what would mend it. */
import { useTranslation } from 'react-i18next';
import type { Evidence, Finding, MeetingDiagnosis } from '../../gen';
import { timeOfDay } from '../../i18n/times';
import { adviceText } from './advice-words';
import styles from './FindingList.module.css';
import { measured, measureName } from './measure-words';
import { findingText, type Telling } from './verdict-words';

interface FindingListProps {
  readonly diagnosis: MeetingDiagnosis;
  readonly telling: Telling;
}

export function FindingList({ diagnosis, telling }: FindingListProps) {
  const { t } = useTranslation();
  const { findings } = diagnosis;
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title" className={styles['title']}>
        {findings.length === 1 ? t('quality.evidence') : t('quality.findings', { count: findings.length })}
      </h2>
      <ol className={styles['findings']}>
        {findings.map((finding, index) => (
          <li key={`${finding.cause}-${finding.who}-${finding.start_ms}`} className={styles['finding']}>
            {/* The page's own title says the first one. */}
            {index === 0 ? null : <h3 className={styles['sentence']}>{findingText(telling, finding)}</h3>}
            <EvidenceTable finding={finding} telling={telling} />
            {finding.advice.length === 0 ? null : (
              <p className={styles['advice']}>
                {finding.advice.map((advice) => adviceText(t, advice)).join(' ')}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function EvidenceTable({ finding, telling }: { readonly finding: Finding; readonly telling: Telling }) {
  const { t } = useTranslation();
  if (finding.evidence.length === 0) return null;
  return (
    <table className={styles['evidence']}>
      <thead>
        <tr>
          <th scope="col">{t('quality.column.measure')}</th>
          <th scope="col">{t('quality.column.usual')}</th>
          <th scope="col">{t('quality.column.mean')}</th>
          <th scope="col">{t('quality.column.worst')}</th>
        </tr>
      </thead>
      <tbody>
        {finding.evidence.map((evidence) => (
          <EvidenceRow key={evidence.measure} evidence={evidence} telling={telling} />
        ))}
      </tbody>
    </table>
  );
}

function EvidenceRow({ evidence, telling }: { readonly evidence: Evidence; readonly telling: Telling }) {
  const { t } = useTranslation();
  const { measure, mean, worst, worst_ms: worstMs, usual } = evidence;
  const { language, startedMs } = telling;
  const written = (value: number) => measured(t, measure, value, language);
  return (
    <tr>
      <th scope="row">{measureName(t, measure)}</th>
      <td>{usual === null ? t('quality.none') : written(usual)}</td>
      <td>{written(mean)}</td>
      <td>
        {written(worst)}{' '}
        <span className={styles['when']}>
          {timeOfDay(startedMs + worstMs, language, { toTheSecond: true })}
        </span>
      </td>
    </tr>
  );
}
