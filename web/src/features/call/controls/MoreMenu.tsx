/** What is needed now and then: invitation, how captions look, settings of one's own, and the host's. */
import {
  Ellipsis,
  Eye,
  Hash,
  Link as LinkIcon,
  PhoneOff,
  ScrollText,
  Settings2,
  Sparkles,
  Type,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting, Role } from '../../../gen';
import { Action, ActionLine, ActionMenu } from '../../../ui/buttons/ActionMenu';
import { IconButton } from '../../../ui/buttons/IconButton';
import { copyText } from '../../../ui/copies/use-copy';
import { meetingLink } from '../invite/meeting-link';
import styles from './MoreMenu.module.css';

interface MoreMenuProps {
  readonly meeting: Meeting;
  readonly role: Role;
  readonly onOwnSettings: () => void;
  readonly onForAll: () => void;
  readonly onTranscript: () => void;
  readonly onCaptionLook: () => void;
  readonly onEnd: () => void;
}

export function MoreMenu({
  meeting,
  role,
  onOwnSettings,
  onForAll,
  onTranscript,
  onCaptionLook,
  onEnd,
}: MoreMenuProps) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');

  function copy(text: string, done: string) {
    void copyText(text).then((hasCopied) => setSaid(hasCopied ? done : t('call.copyRefused')));
  }

  return (
    <>
      <ActionMenu
        label={t('control.more')}
        trigger={
          <IconButton
            label={t('control.more')}
            icon={<Ellipsis aria-hidden="true" />}
            data-leads-to-panels=""
          />
        }
      >
        <Action
          icon={<LinkIcon aria-hidden="true" />}
          text={t('call.copyLink')}
          onAction={() => copy(meetingLink(meeting.meeting_id), t('call.linkCopied'))}
        />
        {role === 'host' ? (
          <Action
            icon={<Eye aria-hidden="true" />}
            text={t('call.copyWatchLink')}
            onAction={() => copy(meetingLink(meeting.meeting_id, 'viewer'), t('call.watchLinkCopied'))}
          />
        ) : null}
        <Action
          icon={<Hash aria-hidden="true" />}
          text={t('call.copyCode')}
          detail={meeting.code}
          onAction={() => copy(meeting.code, t('call.codeCopied'))}
        />
        <Action
          icon={<ScrollText aria-hidden="true" />}
          text={t('control.transcript')}
          onAction={onTranscript}
        />
        <Action
          icon={<Settings2 aria-hidden="true" />}
          text={t('settings.own')}
          detail={t('settings.ownDetail')}
          onAction={onOwnSettings}
        />
        <Action icon={<Type aria-hidden="true" />} text={t('captionLook.title')} onAction={onCaptionLook} />
        {role === 'host' ? (
          <>
            <ActionLine />
            <Action
              icon={<Sparkles aria-hidden="true" />}
              text={t('host.forAll')}
              detail={t('settings.forAllDetail')}
              onAction={onForAll}
            />
            <Action icon={<PhoneOff aria-hidden="true" />} text={t('host.end')} isDanger onAction={onEnd} />
          </>
        ) : null}
      </ActionMenu>
      <span role="status" className={styles['said']} key={said}>
        {said}
      </span>
    </>
  );
}
