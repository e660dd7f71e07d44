import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { transcriptKey, useMeeting, useNotes, useTranscript } from '../../api/queries';
import type { MeetingState, NotesState } from '../../gen';
import { LAST_WORDS_MS, pollMs } from './pace';

/** Meeting, transcript and notes, looked at again until the meeting is over and all of it is there. */
export function useRemains(meetingId: string) {
  const client = useQueryClient();
  const [pace, setPace] = useState<number | false>(false);
  const meeting = useMeeting(meetingId, pace);
  const transcript = useTranscript(meetingId, pace);
  const notes = useNotes(meetingId, pace);
  const isLongOver = useIsLongOver(meeting.data?.state);
  const next = pollMs({ meeting: meeting.data?.state, notes: notes.data?.state, isLongOver });
  if (next !== pace) setPace(next);

  const notesState = notes.data?.state;
  const stateBefore = useRef<NotesState | undefined>(undefined);
  useEffect(() => {
    // The transcript at hand may be older than the notes that were made from it, and they cite its last words.
    if (stateBefore.current === 'pending' && notesState !== 'pending') {
      void client.invalidateQueries({ queryKey: transcriptKey(meetingId) });
    }
    stateBefore.current = notesState;
  }, [client, meetingId, notesState]);

  return { meeting, transcript, notes };
}

function useIsLongOver(state: MeetingState | undefined): boolean {
  const [isLongOver, setLongOver] = useState(false);
  useEffect(() => {
    if (state !== 'ended') return;
    const timer = setTimeout(() => setLongOver(true), LAST_WORDS_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return isLongOver;
}
