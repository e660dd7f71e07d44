/** The people, filling the room: everyone's tile, and a shared screen in the light when there is one. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../rtc/types';
import type { ColourOf } from '../../ui/speaker-colours';
import { useSize } from '../../ui/use-size';
import { SharedScreen } from './SharedScreen';
import styles from './Stage.module.css';
import { stageLayout } from './stage-layout';
import { Tile } from './Tile';

interface StageProps {
  readonly participants: readonly ParticipantView[];
  readonly colourOf: ColourOf;
  /** Captions lie over the lower edge: leave it to them where there is height to spare. */
  readonly hasCaptions: boolean;
  readonly onStopSharing: () => void;
}

const GAP_PX = 8;
const CAPTIONS_PX = 240; // two speakers' blocks at the usual size

export function Stage({ participants, colourOf, hasCaptions, onStopSharing }: StageProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const seen = participants.filter((person) => person.kind === 'person' && person.role !== 'viewer');
  const sharer =
    participants.find((person) => person.screenShare !== null && !person.isLocal) ??
    participants.find((person) => person.screenShare !== null);
  const layout = stageLayout(
    seen.length,
    sharer !== undefined,
    width,
    height,
    GAP_PX,
    hasCaptions ? CAPTIONS_PX : 0,
  );
  return (
    <div ref={area} className={styles['stage']}>
      <div className={styles['content']} style={{ blockSize: layout.contentHeight }}>
        {sharer === undefined || layout.spotlight === null ? null : (
          <SharedScreen sharer={sharer} box={layout.spotlight} onStop={onStopSharing} />
        )}
        <ul aria-label={t('call.stage')}>
          {seen.map((participant, index) => {
            const box = layout.tiles[index];
            if (box === undefined) return null;
            return (
              <Tile
                key={participant.identity}
                participant={participant}
                colour={colourOf(participant.identity)}
                box={box}
              />
            );
          })}
        </ul>
      </div>
    </div>
  );
}
