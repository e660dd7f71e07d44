/** Before the meeting: see and hear yourself, say who you are, know what the AI does, join. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enterMeeting } from '../../api/entering';
import { useCaptionLanguages, useLeaving, useTranslationPairs } from '../../api/queries';
import type { JoinResponse, Meeting, Role } from '../../gen';
import { problemText } from '../../i18n/problem-text';
import { loadChoices, type RememberedChoices, saveChoices } from '../../media/choices';
import type { JoinChoices } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { Field } from '../../ui/fields/Field';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { Notice } from '../../ui/signs/Notice';
import { checkAddress } from '../checks/back-to';
import { NoiseButton } from '../noise/NoiseButton';
import { ReadingLanguage } from '../settings/ReadingLanguage';
import { SpokenLanguage } from '../settings/SpokenLanguage';
import { Disclosure } from './Disclosure';
import { MirrorStage } from './MirrorStage';
import styles from './PrejoinPage.module.css';

/** By the host's wish, whatever the server could use. */
const NOTHING_LEAVES = { sound: false, text: false };

interface PrejoinPageProps {
  readonly meeting: Meeting;
  readonly role: Role;
  readonly onJoined: (join: JoinResponse, choices: JoinChoices) => void;
}

export function PrejoinPage({ meeting, role, onJoined }: PrejoinPageProps) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState(loadChoices);
  const captioned = useCaptionLanguages();
  const pairs = useTranslationPairs();
  const leaving = useLeaving();
  const [isNameMissing, setNameMissing] = useState(false);
  const isViewer = role === 'viewer';
  const enter = useMutation({
    mutationFn: (name: string) =>
      enterMeeting(meeting.meeting_id, {
        name,
        role,
        language: isViewer ? null : choices.language,
        readingLanguage: choices.readingLanguage,
      }),
    onSuccess: (join) => onJoined(join, isViewer ? watching(choices) : choices),
  });

  const reading = (
    <ReadingLanguage
      captioned={captioned}
      pairs={pairs}
      chosen={choices.readingLanguage}
      onChoose={(readingLanguage) => choose({ readingLanguage })}
    />
  );

  function choose(change: Partial<RememberedChoices>) {
    setChoices(saveChoices({ ...choices, ...change }));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const name = choices.name.trim();
    setNameMissing(name === '');
    if (name !== '') enter.mutate(name);
  }

  return (
    <Page
      width="full"
      tools={
        <LinkButton href={checkAddress(meeting.meeting_id, isViewer)} variant="plain">
          {t('prejoin.check')}
        </LinkButton>
      }
    >
      <div className={styles['page']} data-viewer={isViewer || undefined}>
        <PageTitle className={styles['title']}>
          {meeting.title === '' ? t('prejoin.title') : meeting.title}
        </PageTitle>
        {isViewer ? (
          reading
        ) : (
          <MirrorStage choices={choices} onChoose={choose}>
            <SpokenLanguage
              captioned={captioned}
              chosen={choices.language}
              meetingLanguage={meeting.language}
              onChoose={(language) => choose({ language })}
            />
            {reading}
            <NoiseButton microphoneId={choices.microphoneId} />
          </MirrorStage>
        )}
        <Disclosure
          captionsOn={meeting.captions_on}
          notesOn={meeting.notes_on}
          isViewer={isViewer}
          leaving={meeting.speech_engine === 'local' ? NOTHING_LEAVES : leaving}
        />
        {enter.error === null ? null : <Notice tone="bad">{problemText(t, enter.error)}</Notice>}
        <form className={styles['form']} onSubmit={submit} noValidate>
          <div className={styles['name']}>
            <Field
              label={t('prejoin.name')}
              isLabelHidden
              placeholder={t('prejoin.name')}
              value={choices.name}
              onChange={(name) => {
                setNameMissing(false);
                choose({ name });
              }}
              problem={isNameMissing ? t('prejoin.nameMissing') : null}
              maxLength={80}
              autoComplete="name"
            />
          </div>
          <Button type="submit" variant="primary" size="large" isPending={enter.isPending}>
            {isViewer ? t('prejoin.watch') : t('prejoin.join')}
          </Button>
        </form>
      </div>
    </Page>
  );
}

/** A viewer brings no devices, whatever this browser remembers from other meetings. */
function watching(choices: JoinChoices): JoinChoices {
  return { ...choices, isMicrophoneOn: false, isCameraOn: false };
}
