/** Everything a person decides about noise, with what it does to the sound and what it costs. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { noisePreferences, STRENGTHS } from '../../media/noise/preferences';
import { RadioRow } from '../../ui/fields/RadioRow';
import { Toggle } from '../../ui/fields/Toggle';
import { Notice } from '../../ui/signs/Notice';
import { NoiseCost } from './NoiseCost';
import { NoiseLevels } from './NoiseLevels';
import styles from './NoisePanel.module.css';
import { NoiseTrial } from './NoiseTrial';
import { useNoiseWords } from './use-noise-words';
import { useOwnSound, useSuppressor, useSuppressorState } from './use-suppressor';

interface NoisePanelProps {
  /** Where no call has the microphone, the one to open; undefined in a call. */
  readonly microphoneId?: string | null;
}

export function NoisePanel({ microphoneId }: NoisePanelProps) {
  const { t } = useTranslation();
  const { isOn, isMusic, strength } = useStore(noisePreferences);
  const isWanted = isOn && !isMusic;
  const suppressor = useSuppressor(isWanted);
  useOwnSound(microphoneId === undefined ? null : suppressor, microphoneId ?? null);
  const state = useSuppressorState(suppressor);
  const words = useNoiseWords(microphoneId === undefined);
  const strengths = { gentle: t('noise.gentle'), strong: t('noise.strong'), all: t('noise.all') };

  return (
    <div className={styles['panel']}>
      <Toggle
        label={t('noise.ours')}
        detail={t('noise.oursDetail')}
        isOn={isWanted}
        isPending={words.isLoading}
        onTurn={(on) => noisePreferences.setState({ isOn: on, ...(on ? { isMusic: false } : {}) })}
      />
      <Toggle
        label={t('noise.music')}
        detail={t('noise.musicDetail')}
        isOn={isMusic}
        onTurn={(on) => noisePreferences.setState({ isMusic: on })}
      />
      <p role="status" className={styles['standing']}>
        {words.standing}
      </p>
      {words.problem === null ? null : <Notice tone="warn">{words.problem}</Notice>}
      {isWanted ? (
        <RadioRow
          label={t('noise.strength')}
          choices={STRENGTHS.map((id) => ({ id, name: strengths[id] }))}
          chosen={strength}
          onChoose={(chosen) => noisePreferences.setState({ strength: chosen })}
        />
      ) : null}
      {suppressor === null || state === null || state.report === null ? null : (
        <>
          <NoiseLevels report={state.report} />
          <NoiseCost state={state} report={state.report} />
          <NoiseTrial suppressor={suppressor} />
        </>
      )}
    </div>
  );
}
