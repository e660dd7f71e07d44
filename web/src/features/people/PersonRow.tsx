import { Mic, MicOff, SignalLow, SignalZero, UserMinus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../rtc/types';
import { IconButton } from '../../ui/buttons/IconButton';
import { Avatar } from '../../ui/speakers/Avatar';
import styles from './Row.module.css';

interface PersonRowProps {
  readonly person: ParticipantView;
  readonly colour: number;
  /** Given to the host alone. */
  readonly onRemove?: () => void;
}

export function PersonRow({ person, colour, onRemove }: PersonRowProps) {
  const { t } = useTranslation();
  const roles = { host: t('people.host'), participant: null, viewer: t('people.viewer') };
  const role = person.role === null ? null : roles[person.role];
  const Microphone = person.isMicrophoneOn ? Mic : MicOff;
  return (
    <li className={styles['row']} data-speaking={(person.isSpeaking && person.isMicrophoneOn) || undefined}>
      <Avatar name={person.name} colour={colour} />
      <div className={styles['words']}>
        <bdi className={styles['name']}>
          {person.isLocal ? t('call.you', { name: person.name }) : person.name}
        </bdi>
        {role === null ? null : <span className={styles['detail']}>{role}</span>}
        {person.linkQuality === 'poor' ? (
          <span className={styles['trouble']}>
            <SignalLow aria-hidden="true" /> {t('call.linkPoor')}
          </span>
        ) : null}
        {person.linkQuality === 'lost' ? (
          <span className={styles['trouble']}>
            <SignalZero aria-hidden="true" /> {t('call.linkLost')}
          </span>
        ) : null}
      </div>
      {person.role === 'viewer' ? null : (
        <Microphone
          role="img"
          aria-label={person.isMicrophoneOn ? t('people.microphoneOn') : t('call.muted')}
          className={styles['icon']}
        />
      )}
      {onRemove === undefined ? null : (
        <IconButton
          label={t('people.remove', { name: person.name })}
          icon={<UserMinus aria-hidden="true" />}
          look="plain"
          size="small"
          onPress={onRemove}
        />
      )}
    </li>
  );
}
