/** The dialogs of the call; one at a time. */
import type { Meeting } from '../../gen';
import type { AiView, Call, JoinChoices, LocalView, ParticipantView } from '../../rtc/types';
import { CaptionSettingsSheet } from '../captions/look/CaptionSettingsSheet';
import { HostSettingsSheet } from '../settings/HostSettingsSheet';
import { OwnSettingsSheet } from '../settings/OwnSettingsSheet';
import { EndMeetingSheet } from './EndMeetingSheet';

export type OpenSheet = 'own' | 'all' | 'captions' | 'end' | null;

interface CallSheetsProps {
  readonly call: Call;
  readonly meeting: Meeting;
  readonly choices: JoinChoices;
  readonly role: LocalView['role'];
  readonly ai: AiView;
  readonly people: readonly ParticipantView[];
  readonly open: OpenSheet;
  readonly onClose: () => void;
}

export function CallSheets({ call, meeting, choices, role, ai, people, open, onClose }: CallSheetsProps) {
  const self = people.find((person) => person.isLocal);
  return (
    <>
      <OwnSettingsSheet
        call={call}
        choices={choices}
        meetingId={meeting.meeting_id}
        role={role}
        spoken={self?.language ?? null}
        reading={self?.readingLanguage ?? null}
        meetingLanguage={ai.language}
        isOpen={open === 'own'}
        onClose={onClose}
      />
      <CaptionSettingsSheet isOpen={open === 'captions'} onClose={onClose} />
      {role === 'host' ? (
        <>
          <HostSettingsSheet
            meetingId={meeting.meeting_id}
            ai={ai}
            isOpen={open === 'all'}
            onClose={onClose}
          />
          <EndMeetingSheet meetingId={meeting.meeting_id} isOpen={open === 'end'} onClose={onClose} />
        </>
      ) : null}
    </>
  );
}
