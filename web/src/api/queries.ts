/** TanStack Query hooks over the calls of `meetings.ts`; the only file of this folder that knows React. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MeetingNotes, MeetingUpdate } from '../gen';
import {
  createMeeting,
  endMeeting,
  fetchMeeting,
  fetchNotes,
  fetchTranscript,
  removeParticipant,
  requestNotes,
  updateMeeting,
} from './meetings';
import { ApiProblem } from './problem';
import { credentialOf, loadSession, saveSession } from './session';

const NOTES_POLL_MS = 1500;

const meetingQuery = (meetingId: string) =>
  queryOptions({
    queryKey: ['meeting', meetingId],
    queryFn: ({ signal }) => fetchMeeting(meetingId, signal),
    retry: isWorthRetrying,
  });

/** Retries what may mend itself: no answer, or a server in trouble; never a clear no. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const mayMend = !(error instanceof ApiProblem) || ['unreachable', 'internal'].includes(error.code);
  return mayMend && failures < 3;
}

/** @throws ApiProblem `credential_missing` when this browser never was in the meeting. */
function credentialFor(meetingId: string): string {
  const credential = credentialOf(loadSession(meetingId));
  if (credential === null) throw new ApiProblem('credential_missing', 'Join the meeting first.');
  return credential;
}

export const useMeeting = (meetingId: string) => useQuery(meetingQuery(meetingId));

export function useTranscript(meetingId: string) {
  return useQuery({
    queryKey: ['transcript', meetingId],
    queryFn: async ({ signal }) => fetchTranscript(meetingId, credentialFor(meetingId), { signal }),
    retry: isWorthRetrying,
  });
}

/** Asks again while the notes are on their way. */
export function useNotes(meetingId: string) {
  return useQuery({
    queryKey: ['notes', meetingId],
    queryFn: async ({ signal }) => fetchNotes(meetingId, credentialFor(meetingId), signal),
    refetchInterval: (query) => (query.state.data?.state === 'pending' ? NOTES_POLL_MS : false),
    retry: isWorthRetrying,
  });
}

/** Makes a meeting and keeps its host key in this browser. */
export function useCreateMeeting() {
  return useMutation({
    mutationFn: async (title: string) => {
      const created = await createMeeting({ title });
      saveSession(created.meeting.meeting_id, { hostKey: created.host_key });
      return created.meeting;
    },
  });
}

/** Host's commands; the room's metadata tells everybody, this browser included, what came of them. */
export function useHostCommands(meetingId: string) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['meeting', meetingId] });
  return {
    update: useMutation({
      mutationFn: async (change: MeetingUpdate) => updateMeeting(meetingId, credentialFor(meetingId), change),
      onSettled: refresh,
    }),
    end: useMutation({
      mutationFn: async () => endMeeting(meetingId, credentialFor(meetingId)),
      onSettled: refresh,
    }),
    remove: useMutation({
      mutationFn: async (identity: string) =>
        removeParticipant(meetingId, credentialFor(meetingId), identity),
    }),
    makeNotesAgain: useMutation({
      mutationFn: async () => requestNotes(meetingId, credentialFor(meetingId)),
      onSuccess: (notes: MeetingNotes) => client.setQueryData(['notes', meetingId], notes),
    }),
  };
}
