import { useTranslation } from 'react-i18next';
import type { SuppressorState } from '../../media/denoise';
import { shareOfLevel } from '../../media/level-meter';
import { Meter } from '../../ui/signs/Meter';
import styles from './NoisePanel.module.css';

interface NoiseLevelsProps {
  readonly report: NonNullable<SuppressorState['report']>;
}

/** How loud it is before and after, and what lies between the words. */
export function NoiseLevels({ report }: NoiseLevelsProps) {
  const { t } = useTranslation();
  const rows = [
    { name: t('noise.before'), ...report.before },
    { name: t('noise.after'), ...report.after },
  ];
  return (
    <div className={styles['levels']}>
      {rows.map(({ name, levelDb, floorDb }) => (
        <Row key={name} name={name} level={shareOfLevel(levelDb)} floor={Math.round(floorDb)} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly level: number;
  readonly floor: number;
}

function Row({ name, level, floor }: RowProps) {
  const { t, i18n } = useTranslation();
  const decibels = new Intl.NumberFormat(i18n.language).format(floor);
  return (
    <>
      <span aria-hidden="true">{name}</span>
      <Meter label={name} level={level} />
      <span>{t('noise.floor', { decibels })}</span>
    </>
  );
}
