import { ScreenShareOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../../rtc/types';
import { Button } from '../../../ui/buttons/Button';
import styles from './SharedScreen.module.css';
import type { Box } from './stage-layout';
import { placed } from './Tile';
import { TrackVideo } from './TrackVideo';

interface SharedScreenProps {
  readonly sharer: ParticipantView;
  readonly box: Box;
  readonly onStop: () => void;
}

/** A shared screen, whole. One's own is not shown, or it would show itself without end. */
export function SharedScreen({ sharer, box, onStop }: SharedScreenProps) {
  const { t } = useTranslation();
  return (
    <section
      className={styles['screen']}
      style={placed(box)}
      aria-label={t('call.screenOf', { name: sharer.name })}
    >
      {sharer.isLocal || sharer.screenShare === null ? (
        <div className={styles['own']}>
          <p>{t('call.sharingOwn')}</p>
          <Button icon={<ScreenShareOff aria-hidden="true" />} onPress={onStop}>
            {t('control.shareOff')}
          </Button>
        </div>
      ) : (
        <TrackVideo view={sharer.screenShare} fit="contain" />
      )}
      {sharer.isLocal ? null : (
        <bdi className={styles['name']}>{t('call.screenOf', { name: sharer.name })}</bdi>
      )}
    </section>
  );
}
