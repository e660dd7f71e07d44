/** Start a meeting, at once or with a name: one press does, and whoever wants to names it first. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCreateMeeting } from '../../api/queries';
import { problemText } from '../../i18n/problem-text';
import { Button } from '../../ui/buttons/Button';
import { Field } from '../../ui/fields/Field';
import { Notice } from '../../ui/signs/Notice';
import styles from './StartForm.module.css';

const LONGEST_NAME = 120; // as the backend's

export function StartForm() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const create = useCreateMeeting();

  function change(text: string) {
    setName(text);
    create.reset();
  }

  function start(event: FormEvent) {
    event.preventDefault();
    create.mutate(name.trim(), { onSuccess: (meeting) => navigate(`/m/${meeting.meeting_id}`) });
  }

  return (
    <form className={styles['form']} onSubmit={start} noValidate>
      <Field
        label={t('landing.name')}
        isLabelHidden
        placeholder={t('landing.name')}
        value={name}
        onChange={change}
        maxLength={LONGEST_NAME}
        autoComplete="off"
      />
      <Button type="submit" variant="primary" size="large" isPending={create.isPending}>
        {t('landing.start')}
      </Button>
      {create.error === null ? null : <Notice tone="bad">{problemText(t, create.error)}</Notice>}
    </form>
  );
}
