/** The people, filling the room: everyone's tile, and a shared screen in the light when there is one. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../../rtc/types';
import type { ColourOf } from '../../../ui/speakers/speaker-colours';
import { useSize } from '../../../ui/use-size';
import { SharedScreen } from './SharedScreen';
import styles from './Stage.module.css';
import { type CaptionRoom, stageLayout } from './stage-layout';
import { Tile } from './Tile';

interface StageProps {
  readonly participants: readonly ParticipantView[];
  readonly colourOf: ColourOf;
  /** Where captions lie over the edge; null without captions. */
  readonly captions: CaptionRoom | null;
  readonly onStopSharing: () => void;
}

const GAP_PX = 8;

export function Stage({ participants, colourOf, captions, onStopSharing }: StageProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const seen = participants.filter((person) => person.kind === 'person' && person.role !== 'viewer');
  const sharer =
    participants.find((person) => person.screenShare !== null && !person.isLocal) ??
    participants.find((person) => person.screenShare !== null);
  const layout = stageLayout(seen.length, sharer !== undefined, width, height, GAP_PX, captions ?? undefined);
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
