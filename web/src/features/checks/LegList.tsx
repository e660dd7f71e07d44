/** The legs of a test in four groups, each with how it went and what to do about it. */
import { Check, CircleDashed, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckLeg, LegStatus } from '../../gen';
import type { CheckSnapshot, LegView } from '../../rtc/checks/types';
import { Spinner } from '../../ui/signs/Spinner';
import styles from './LegList.module.css';
import { legAdvice } from './leg-advice';
import { legName, stateWords } from './leg-words';

const MARKS: Readonly<Record<LegStatus, ReactNode>> = {
  ok: <Check aria-hidden="true" />,
  failed: <X aria-hidden="true" />,
  not_offered: <Minus aria-hidden="true" />,
  skipped: <Minus aria-hidden="true" />,
};

interface LegListProps {
  readonly snapshot: CheckSnapshot;
}

export function LegList({ snapshot }: LegListProps) {
  const { t } = useTranslation();
  const groups: readonly (readonly [title: string, legs: readonly CheckLeg[]])[] = [
    [t('check.groupDevice'), ['browser', 'microphone', 'camera']],
    [t('check.groupService'), ['api', 'token', 'signal']],
    [t('check.groupWays'), ['udp', 'ice_tcp', 'turn_udp', 'turn_tls']],
    [t('check.groupCall'), ['publish', 'receive', 'agent']],
  ];
  return (
    <div className={styles['groups']}>
      {groups.map(([title, legs]) => (
        <section key={title} className={styles['group']}>
          <h2 className={styles['title']}>{title}</h2>
          <ul className={styles['legs']} aria-label={title}>
            {snapshot.legs
              .filter(({ leg }) => legs.includes(leg))
              .map((view) => (
                <LegRow key={view.leg} view={view} snapshot={snapshot} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface LegRowProps extends LegListProps {
  readonly view: LegView;
}

function LegRow({ view, snapshot }: LegRowProps) {
  const { t } = useTranslation();
  const { leg, state, outcome } = view;
  const advice = outcome === null ? null : legAdvice(t, leg, outcome, snapshot.endpoints);
  return (
    <li className={styles['leg']} data-status={outcome?.status ?? state}>
      <span className={styles['mark']}>
        {outcome !== null ? (
          MARKS[outcome.status]
        ) : state === 'running' ? (
          <Spinner />
        ) : (
          <CircleDashed aria-hidden="true" />
        )}
      </span>
      <span className={styles['name']}>{legName(t, leg)}</span>
      <span className={styles['state']}>
        {stateWords(t, view)}
        {outcome === null || outcome.status === 'skipped' ? null : (
          <span className={styles['time']}>{t('check.took', { ms: outcome.durationMs })}</span>
        )}
      </span>
      {outcome === null || outcome.roundTripMs === null ? null : (
        <span className={styles['more']}>{t('check.roundTrip', { ms: outcome.roundTripMs })}</span>
      )}
      {advice === null ? null : <p className={styles['advice']}>{advice}</p>}
    </li>
  );
}
