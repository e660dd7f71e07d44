/** What is needed now and then: devices, invitation, caption size, and the host's switches. */
import {
  Captions,
  Ellipsis,
  Hash,
  Link as LinkIcon,
  NotebookPen,
  PhoneOff,
  ScrollText,
  Settings2,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHostCommands } from '../../api/queries';
import type { Meeting, Role } from '../../gen';
import type { AiView } from '../../rtc/types';
import { Action, ActionChoice, ActionLine, ActionMenu } from '../../ui/ActionMenu';
import { IconButton } from '../../ui/IconButton';
import { copyText } from '../../ui/use-copy';
import { CAPTION_SIZES, useCaptionPreferences } from '../captions/caption-preferences';
import styles from './MoreMenu.module.css';
import { meetingLink } from './meeting-link';

interface MoreMenuProps {
  readonly meeting: Meeting;
  readonly ai: AiView;
  readonly role: Role;
  readonly onDevices: () => void;
  readonly onTranscript: () => void;
  readonly onEnd: () => void;
}

export function MoreMenu({ meeting, ai, role, onDevices, onTranscript, onEnd }: MoreMenuProps) {
  const { t } = useTranslation();
  const { size, resize } = useCaptionPreferences();
  const { update } = useHostCommands(meeting.meeting_id);
  const [said, setSaid] = useState('');
  const sizes = { small: t('captions.small'), medium: t('captions.medium'), large: t('captions.large') };

  function copy(text: string, done: string) {
    void copyText(text).then((hasCopied) => setSaid(hasCopied ? done : t('call.copyRefused')));
  }

  function turnForAll(on: readonly string[]) {
    update.mutate({ captions_on: on.includes('captions'), notes_on: on.includes('notes') });
  }

  return (
    <>
      <ActionMenu
        label={t('control.more')}
        trigger={
          <IconButton
            label={t('control.more')}
            icon={<Ellipsis aria-hidden="true" />}
            isPending={update.isPending}
          />
        }
      >
        <Action
          icon={<LinkIcon aria-hidden="true" />}
          text={t('call.copyLink')}
          onAction={() => copy(meetingLink(meeting.meeting_id), t('call.linkCopied'))}
        />
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
        <Action icon={<Settings2 aria-hidden="true" />} text={t('device.title')} onAction={onDevices} />
        <ActionLine />
        <ActionChoice
          title={t('captions.size')}
          mode="single"
          chosen={[size]}
          onChoose={(ids) => resize(CAPTION_SIZES.find((one) => ids.includes(one)) ?? size)}
        >
          {CAPTION_SIZES.map((one) => (
            <Action key={one} id={one} text={sizes[one]} />
          ))}
        </ActionChoice>
        {role === 'host' ? (
          <>
            <ActionLine />
            <ActionChoice
              title={t('host.forAll')}
              mode="multiple"
              chosen={[...(ai.captionsOn ? ['captions'] : []), ...(ai.notesOn ? ['notes'] : [])]}
              onChoose={turnForAll}
            >
              <Action id="captions" icon={<Captions aria-hidden="true" />} text={t('host.captions')} />
              <Action id="notes" icon={<NotebookPen aria-hidden="true" />} text={t('host.notes')} />
            </ActionChoice>
            <ActionLine />
            <Action icon={<PhoneOff aria-hidden="true" />} text={t('host.end')} isDanger onAction={onEnd} />
          </>
        ) : null}
      </ActionMenu>
      <span role="status" className={styles['said']} key={said}>
        {update.error === null ? said : t('host.failed')}
      </span>
    </>
  );
}
