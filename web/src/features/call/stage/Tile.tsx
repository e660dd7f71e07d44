/** One person on the stage: their camera or initials, name, whether they are muted, speak, and have a poor link. */
import { MicOff, SignalLow, SignalZero } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../../rtc/types';
import { Avatar } from '../../../ui/speakers/Avatar';
import type { Box } from './stage-layout';
import styles from './Tile.module.css';
import { TrackVideo } from './TrackVideo';

interface TileProps {
  readonly participant: ParticipantView;
  readonly colour: number;
  readonly box: Box;
}

export const Tile = memo(function Tile({ participant, colour, box }: TileProps) {
  const { t } = useTranslation();
  const { camera, name, isLocal, isMicrophoneOn, isSpeaking, linkQuality } = participant;
  const shownName = isLocal ? t('call.you', { name }) : name;
  return (
    <li
      className={styles['tile']}
      style={placed(box)}
      data-speaker={colour}
      data-speaking={(isSpeaking && isMicrophoneOn) || undefined}
    >
      {camera === null || camera.isMuted ? (
        <div className={styles['empty']}>
          <Avatar name={name} colour={colour} size="tile" />
        </div>
      ) : (
        <TrackVideo view={camera} fit="cover" isMirrored={isLocal} />
      )}
      <div className={styles['name']}>
        {isMicrophoneOn ? null : (
          <MicOff role="img" aria-label={t('call.muted')} className={styles['muted']} />
        )}
        <bdi className={styles['words']}>{shownName}</bdi>
        {linkQuality === 'poor' ? <SignalLow role="img" aria-label={t('call.linkPoor')} /> : null}
        {linkQuality === 'lost' ? <SignalZero role="img" aria-label={t('call.linkLost')} /> : null}
      </div>
    </li>
  );
});

/** A box as inline style; the only lengths that are computed, not tokens. */
export function placed(box: Box): CSSProperties {
  return {
    insetInlineStart: box.x,
    insetBlockStart: box.y,
    inlineSize: box.width,
    blockSize: box.height,
  };
}
