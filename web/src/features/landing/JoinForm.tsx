/** Join by link or code. What is wrong with it is said at once, before anything is sent. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { fetchMeetingByCode } from '../../api/meetings';
import { problemText } from '../../i18n/problem-text';
import { Button } from '../../ui/buttons/Button';
import { Field } from '../../ui/fields/Field';
import styles from './JoinForm.module.css';
import { type MeetingAddress, meetingAddress } from './meeting-address';

export function JoinForm() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [malformed, setMalformed] = useState<(MeetingAddress & { kind: 'malformed' }) | null>(null);
  const byCode = useMutation({ mutationFn: fetchMeetingByCode });

  function change(text: string) {
    setTyped(text);
    setMalformed(null);
    byCode.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const address = meetingAddress(typed);
    if (address.kind === 'malformed') setMalformed(address);
    else if (address.kind === 'id') navigate(`/m/${address.meetingId}`);
    else byCode.mutate(address.code, { onSuccess: (meeting) => navigate(`/m/${meeting.meeting_id}`) });
  }

  function problem(): string | null {
    if (byCode.error !== null) return problemText(t, byCode.error);
    switch (malformed?.reason) {
      case 'code_length':
        return t('landing.codeLength');
      case 'code_letters':
        return t('landing.codeLetters');
      case 'code_unused':
        return t('landing.codeUnused');
      case 'link':
        return t('landing.linkMalformed');
      case undefined:
        return null;
    }
  }

  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <p className={styles['label']} aria-hidden="true">
        {t('landing.joinLabel')}
      </p>
      <div className={styles['field']}>
        <Field
          label={t('landing.joinLabel')}
          isLabelHidden
          placeholder={t('landing.joinPlaceholder')}
          value={typed}
          onChange={change}
          problem={problem()}
          autoComplete="off"
        />
      </div>
      <Button type="submit" size="large" isPending={byCode.isPending} isDisabled={typed.trim() === ''}>
        {t('landing.join')}
      </Button>
    </form>
  );
}
