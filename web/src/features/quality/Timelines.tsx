/** Everybody's meeting on one time axis: how good it was, and what was measured where it was not. */
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, MeetingDiagnosis, Timeline } from '../../gen';
import { timeOfDay } from '../../i18n/times';
import { lineOf, marks, type Stretch, stretchOf, troubledTimes } from './axis';
import { measured, measureName } from './measure-words';
import styles from './Timelines.module.css';
import type { Telling } from './verdict-words';

interface TimelinesProps {
  readonly diagnosis: MeetingDiagnosis;
  readonly telling: Telling;
}

export function Timelines({ diagnosis, telling }: TimelinesProps) {
  const { t } = useTranslation();
  const { timelines, agent, sfu, findings, now_ms: lengthMs } = diagnosis;
  const rows = [
    ...timelines.map((timeline) => ({ timeline, name: telling.nameOf(timeline.who ?? '') })),
    ...(agent === null ? [] : [{ timeline: agent, name: t('quality.agent') }]),
    ...(sfu === null ? [] : [{ timeline: sfu, name: t('quality.sfu') }]),
  ];
  const ownOf = (timeline: Timeline) =>
    findings.filter(({ who, cause }) =>
      timeline.who === null
        ? timeline === (cause === 'agent' ? agent : cause === 'sfu' ? sfu : null)
        : who === timeline.who,
    );
  return (
    <section aria-labelledby="timelines-title" className={styles['section']}>
      <h2 id="timelines-title" className={styles['title']}>
        {t('quality.timelines')}
      </h2>
      <ul className={styles['rows']}>
        {rows.map(({ timeline, name }) => (
          <li key={timeline.who ?? name} className={styles['row']}>
            <bdi className={styles['name']}>{name}</bdi>
            <div className={styles['tracks']}>
              <Track timeline={timeline} name={name} lengthMs={lengthMs} telling={telling} />
              {onePerMeasure(ownOf(timeline)).map((finding) => (
                <Line
                  key={finding.evidence[0]?.measure ?? finding.cause}
                  timeline={timeline}
                  finding={finding}
                  lengthMs={lengthMs}
                  language={telling.language}
                />
              ))}
            </div>
          </li>
        ))}
        <li className={styles['row']} aria-hidden="true">
          <span />
          <div className={styles['axis']}>
            {marks(lengthMs).map((ms) => (
              <span key={ms} className={styles['mark']} style={placed(stretchOf(ms, ms, lengthMs))}>
                {timeOfDay(telling.startedMs + ms, telling.language, { toTheSecond: lengthMs < 300_000 })}
              </span>
            ))}
          </div>
        </li>
      </ul>
      <p className={styles['legend']}>
        <Key level="good">{t('quality.level.good')}</Key>
        <Key level="fair">{t('quality.level.fair')}</Key>
        <Key level="poor">{t('quality.level.poor')}</Key>
      </p>
    </section>
  );
}

interface TrackProps {
  readonly timeline: Timeline;
  readonly name: string;
  readonly lengthMs: number;
  readonly telling: Telling;
}

function Track({ timeline, name, lengthMs, telling }: TrackProps) {
  const { t } = useTranslation();
  const { language, startedMs } = telling;
  const troubled = troubledTimes(timeline).map(({ startMs, endMs }) =>
    t('quality.fromTo', {
      from: timeOfDay(startedMs + startMs, language, { toTheSecond: true }),
      to: timeOfDay(startedMs + endMs, language, { toTheSecond: true }),
    }),
  );
  const times = new Intl.ListFormat(language).format(troubled);
  const label =
    timeline.points.length === 0
      ? t('quality.trackUntold', { name })
      : troubled.length === 0
        ? t('quality.trackGood', { name })
        : t('quality.trackTroubled', { name, times });
  return (
    <div role="img" aria-label={label} className={styles['track']}>
      {timeline.points.map((point) => (
        <span
          key={point.start_ms}
          className={styles['point']}
          data-level={point.level}
          style={placed(stretchOf(point.start_ms, point.end_ms, lengthMs))}
        />
      ))}
    </div>
  );
}

interface LineProps {
  readonly timeline: Timeline;
  readonly finding: Finding;
  readonly lengthMs: number;
  readonly language: string;
}

function Line({ timeline, finding, lengthMs, language }: LineProps) {
  const { t } = useTranslation();
  const evidence = finding.evidence[0];
  const path = lineOf(timeline, finding, lengthMs);
  if (evidence === undefined || path === null) return null;
  const name = measureName(t, evidence.measure);
  const worst = measured(t, evidence.measure, evidence.worst, language);
  const at = stretchOf(finding.start_ms, finding.end_ms, lengthMs);
  return (
    <figure className={styles['line']}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" className={styles['chart']}>
        <rect x={at.start} y={0} width={at.size} height={100} className={styles['within']} />
        <path d={path} className={styles['path']} />
      </svg>
      <figcaption>{t('quality.lineLabel', { name, worst })}</figcaption>
    </figure>
  );
}

function Key({ level, children }: { readonly level: string; readonly children: ReactNode }) {
  return (
    <span className={styles['key']}>
      <span className={styles['sample']}>
        <span className={styles['point']} data-level={level} />
      </span>
      {children}
    </span>
  );
}

/** Two findings that rest on the same measure share its line. */
function onePerMeasure(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ evidence, cause }) => {
    const measure = evidence[0]?.measure ?? cause;
    if (seen.has(measure)) return false;
    seen.add(measure);
    return true;
  });
}

/** The only lengths that are computed, not tokens. */
function placed({ start, size }: Stretch): CSSProperties {
  return { insetInlineStart: `${start}%`, inlineSize: `${size}%` };
}
