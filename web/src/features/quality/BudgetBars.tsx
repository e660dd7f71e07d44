/** From a mouth to an ear, stage by stage, beside the 200 ms that it may take. */
import { useTranslation } from 'react-i18next';
import type { AudioBudget, AudioStage } from '../../gen';
import styles from './BudgetBars.module.css';
import { time } from './measure-words';

interface BudgetBarsProps {
  readonly budget: AudioBudget;
  readonly nameOf: (identity: string) => string;
}

export function BudgetBars({ budget, nameOf }: BudgetBarsProps) {
  const { t, i18n } = useTranslation();
  const { total_ms: total, worst_total_ms: worst, budget_ms: allowed, stages, unmeasured } = budget;
  if (total === null) return null;
  const written = (ms: number) => time(ms, i18n.language);
  const longest = Math.max(allowed, ...stages.map((stage) => stage.p95_ms ?? 0));
  const part = (ms: number) => `${Math.min(100, (100 * ms) / longest)}%`;
  const listener = budget.worst_listener === null ? '' : nameOf(budget.worst_listener);
  const speaker = budget.worst_speaker === null ? '' : nameOf(budget.worst_speaker);
  const list = new Intl.ListFormat(i18n.language);
  return (
    <section aria-labelledby="budget-title">
      <h2 id="budget-title" className={styles['title']}>
        {t('quality.budget.title')}
      </h2>
      <p className={styles['sum']}>
        {total > allowed
          ? t('quality.budget.totalOver', { total: written(total), allowed: written(allowed) })
          : t('quality.budget.totalWithin', { total: written(total), allowed: written(allowed) })}{' '}
        {worst === null || worst - total < 1
          ? null
          : t('quality.budget.worst', { worst: written(worst), listener, speaker })}{' '}
        {unmeasured.length === 0
          ? null
          : t('quality.budget.unmeasured', { stages: list.format(unmeasured.map(stageName)) })}
      </p>
      <dl className={styles['stages']}>
        {stages.map(({ stage, median_ms: usual, p95_ms: rarely }) =>
          usual === null || rarely === null ? null : (
            <div key={stage} className={styles['stage']}>
              <dt>{stageName(stage)}</dt>
              <dd className={styles['bar']} aria-hidden="true">
                <span className={styles['rarely']} style={{ inlineSize: part(rarely) }} />
                <span className={styles['usual']} style={{ inlineSize: part(usual) }} />
              </dd>
              <dd className={styles['number']}>
                {t('quality.budget.stage', { usual: written(usual), rarely: written(rarely) })}
              </dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );

  function stageName(stage: AudioStage): string {
    switch (stage) {
      case 'capture':
        return t('quality.stage.capture');
      case 'on_device_ai':
        return t('quality.stage.onDeviceAi');
      case 'encode':
        return t('quality.stage.encode');
      case 'network':
        return t('quality.stage.network');
      case 'jitter_buffer':
        return t('quality.stage.jitterBuffer');
      case 'playout':
        return t('quality.stage.playout');
    }
  }
}
