/** Choosing what is behind oneself: at once in the preview, for this call and for the next ones. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSupported } from '../../media/background/session/output';
import { chooseBackground } from '../../media/background-choice';
import { Slider } from '../../ui/fields/Slider';
import { Toggle } from '../../ui/fields/Toggle';
import { Notice } from '../../ui/signs/Notice';
import styles from './BackgroundSettings.module.css';
import { costWords } from './cost';
import { EffectPicker } from './EffectPicker';
import { useBackground } from './use-background';
import { useTroubleWords } from './use-trouble-words';

interface BackgroundSettingsProps {
  /** The person as others see them; null while their camera is off. */
  readonly preview: ReactNode;
}

export function BackgroundSettings({ preview }: BackgroundSettingsProps) {
  const { t } = useTranslation();
  const { choice, report, trouble } = useBackground();
  const troubleWords = useTroubleWords();
  if (!isSupported()) return <Notice tone="quiet">{t('background.unsupported')}</Notice>;
  const words = report === null || report.frameMs === 0 ? null : costWords(t, report);
  return (
    <section className={styles['settings']} aria-label={t('background.title')}>
      {preview === null ? null : <div className={styles['preview']}>{preview}</div>}
      <EffectPicker choice={choice} onChoose={chooseBackground} />
      {choice.kind === 'blur' ? (
        <Slider
          label={t('background.strength')}
          value={choice.strength}
          onChange={(strength) => chooseBackground({ strength })}
        />
      ) : null}
      {trouble === null ? null : <Notice tone="bad">{troubleWords(trouble, choice.kind !== 'none')}</Notice>}
      {choice.kind === 'none' ? null : (
        <>
          <Toggle
            label={t('background.lowPower')}
            detail={t('background.lowPowerDetail')}
            isOn={choice.isLowPower}
            onTurn={(isLowPower) => chooseBackground({ isLowPower })}
          />
          {words === null ? null : (
            <p className={styles['cost']}>
              {words.cost} {words.way}
            </p>
          )}
          {words === null || words.hint === null ? null : <Notice tone="warn">{words.hint}</Notice>}
        </>
      )}
    </section>
  );
}
