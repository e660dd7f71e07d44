/** Record oneself for a moment, and hear it without and with. */
import { Circle, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RATE_HZ, type Recorded, type Suppressor } from '../../media/denoise';
import { Button } from '../../ui/buttons/Button';
import styles from './NoisePanel.module.css';

const TRIAL_S = 5;

interface NoiseTrialProps {
  readonly suppressor: Suppressor;
}

export function NoiseTrial({ suppressor }: NoiseTrialProps) {
  const { t } = useTranslation();
  const [isRecording, setRecording] = useState(false);
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  const isGone = useRef(false);
  const play = usePlayer(suppressor.context);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  async function record() {
    setRecording(true);
    const result = await suppressor.record(TRIAL_S);
    if (isGone.current) return;
    setRecorded(result);
    setRecording(false);
  }

  return (
    <div className={styles['trial']}>
      <Button
        size="small"
        icon={<Circle aria-hidden="true" />}
        isPending={isRecording}
        onPress={() => void record()}
      >
        {isRecording ? t('noise.recording') : t('noise.record', { seconds: TRIAL_S })}
      </Button>
      {recorded === null ? null : (
        <>
          <Button size="small" icon={<Play aria-hidden="true" />} onPress={() => play(recorded.before)}>
            {t('noise.playWithout')}
          </Button>
          <Button size="small" icon={<Play aria-hidden="true" />} onPress={() => play(recorded.after)}>
            {t('noise.playWith')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Plays one recording at a time, and none when nobody is there to hear it. */
function usePlayer(context: AudioContext): (samples: Float32Array<ArrayBuffer>) => void {
  const playing = useRef<AudioBufferSourceNode | null>(null);
  useEffect(() => () => playing.current?.stop(), []);
  return (samples) => {
    playing.current?.stop();
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: RATE_HZ });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.start();
    playing.current = source;
  };
}
