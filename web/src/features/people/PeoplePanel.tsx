/** Who is here: people in order of arrival, and the AI as what it is. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../gen';
import type { AiView, ParticipantView } from '../../rtc/types';
import { SidePanel } from '../../ui/panels/SidePanel';
import type { ColourOf } from '../../ui/speakers/speaker-colours';
import { PANEL_IDS } from '../call/controls/panels';
import { InviteCard } from '../call/invite/InviteCard';
import { AgentRow } from './AgentRow';
import styles from './PeoplePanel.module.css';
import { PersonRow } from './PersonRow';
import { RemoveSheet } from './RemoveSheet';

interface PeoplePanelProps {
  readonly participants: readonly ParticipantView[];
  readonly ai: AiView;
  readonly meeting: Meeting;
  readonly isHost: boolean;
  readonly colourOf: ColourOf;
  readonly onClose: () => void;
}

export function PeoplePanel({ participants, ai, meeting, isHost, colourOf, onClose }: PeoplePanelProps) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<ParticipantView | null>(null);
  const people = participants.filter((participant) => participant.kind === 'person');
  const agents = participants.filter((participant) => participant.kind === 'agent');
  return (
    <SidePanel id={PANEL_IDS.people} title={t('people.title', { count: people.length })} onClose={onClose}>
      {meeting.title === '' ? null : <bdi className={styles['meeting']}>{meeting.title}</bdi>}
      <ul aria-label={t('people.people')} className={styles['list']}>
        {people.map((person) => (
          <PersonRow
            key={person.identity}
            person={person}
            colour={colourOf(person.identity)}
            {...(isHost && !person.isLocal ? { onRemove: () => setLeaving(person) } : {})}
          />
        ))}
      </ul>
      {agents.length === 0 && ai.state === 'off' ? null : (
        <>
          <h3 className={styles['heading']}>{t('people.ai')}</h3>
          <ul aria-label={t('people.ai')} className={styles['list']}>
            {agents.length === 0 ? <AgentRow agent={null} ai={ai} /> : null}
            {agents.map((agent) => (
              <AgentRow key={agent.identity} agent={agent} ai={ai} />
            ))}
          </ul>
        </>
      )}
      <div className={styles['invite']}>
        <InviteCard meeting={meeting} />
      </div>
      <RemoveSheet meetingId={meeting.meeting_id} person={leaving} onClose={() => setLeaving(null)} />
    </SidePanel>
  );
}
