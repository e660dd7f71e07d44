/** TanStack Query hooks over the calls of `meetings.ts`; the only file of this folder that knows React. */
import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MeetingNotes, MeetingUpdate, TranslationPair, WebConfig } from '../gen';
import {
  createMeeting,
  endMeeting,
  fetchMeeting,
  fetchNotes,
  fetchTranscript,
  fetchWebConfig,
  removeParticipant,
  requestNotes,
  updateMe,
  updateMeeting,
} from './meetings';
import { ApiProblem } from './problem';
import { fetchDiagnosedMeetings, fetchDiagnosis, fetchOwnQuality } from './quality';
import { credentialOf, loadSession, saveSession } from './session';
import { loadSupportToken } from './support';

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

/** Asked again every `pollMs`, as are the two below; false: once. */
type Poll = number | false;

export function useMeeting(meetingId: string, pollMs: Poll = false) {
  return useQuery({
    queryKey: ['meeting', meetingId],
    queryFn: ({ signal }) => fetchMeeting(meetingId, signal),
    refetchInterval: pollMs,
    retry: isWorthRetrying,
  });
}

export const transcriptKey = (meetingId: string) => ['transcript', meetingId] as const;

export function useTranscript(meetingId: string, pollMs: Poll) {
  return useQuery({
    queryKey: transcriptKey(meetingId),
    queryFn: async ({ signal }) => fetchTranscript(meetingId, credentialFor(meetingId), { signal }),
    refetchInterval: pollMs,
    retry: isWorthRetrying,
  });
}

export function useNotes(meetingId: string, pollMs: Poll) {
  return useQuery({
    queryKey: ['notes', meetingId],
    queryFn: async ({ signal }) => fetchNotes(meetingId, credentialFor(meetingId), signal),
    refetchInterval: pollMs,
    retry: isWorthRetrying,
  });
}

/** Why a meeting was as it was, by the host key, else the support token of this tab. */
export function useDiagnosis(meetingId: string, pollMs: Poll) {
  return useQuery({ ...diagnosisQuery(meetingId), refetchInterval: pollMs });
}

/** Of several meetings; undefined until it is there. */
export function useDiagnoses(meetingIds: readonly string[]) {
  return useQueries({ queries: meetingIds.map(diagnosisQuery) }).map(({ data }) => data);
}

const diagnosisQuery = (meetingId: string) =>
  queryOptions({
    queryKey: ['diagnosis', meetingId],
    queryFn: async ({ signal }) => {
      const { hostKey } = loadSession(meetingId);
      const credential = hostKey ?? loadSupportToken() ?? credentialFor(meetingId);
      return fetchDiagnosis(meetingId, credential, signal);
    },
    retry: isWorthRetrying,
  });

/** All meetings, for support; null: there is no token to ask with. */
export function useDiagnosedMeetings(supportToken: string | null) {
  return useQuery({
    queryKey: ['diagnosed-meetings', supportToken],
    queryFn: async ({ signal }) => fetchDiagnosedMeetings(supportToken ?? '', signal),
    enabled: supportToken !== null,
    retry: isWorthRetrying,
  });
}

/** What is wrong on one's own side of a running call, looked at again and again. */
export function useOwnQuality(meetingId: string, isConnected: boolean) {
  return useQuery({
    queryKey: ['own-quality', meetingId],
    queryFn: async ({ signal }) => {
      const { resumeSecret } = loadSession(meetingId);
      if (resumeSecret === null) throw new ApiProblem('credential_missing', 'Join the meeting first.');
      return fetchOwnQuality(meetingId, resumeSecret, signal);
    },
    enabled: isConnected,
    refetchInterval: OWN_QUALITY_MS,
    retry: false, // the next look is soon
  });
}

/** Pages tell every 15 s: more often there is nothing new. */
const OWN_QUALITY_MS = 15_000;

/** Tags of the languages that can be captioned right now; empty while nothing can, or nobody has told. */
export function useCaptionLanguages(): readonly string[] {
  return useConfig()?.caption_languages ?? NO_LANGUAGES;
}

/** What can be translated right now; null while nobody has told. */
export function useTranslationPairs(): readonly TranslationPair[] | null {
  return useConfig()?.translation_pairs ?? null;
}

/** What may leave this server for a service elsewhere; null while nobody has told. */
export function useLeaving(): Leaving | null {
  const config = useConfig();
  return config === undefined ? null : { sound: config.sound_may_leave, text: config.text_may_leave };
}

export interface Leaving {
  readonly sound: boolean;
  readonly text: boolean;
}

function useConfig(): WebConfig | undefined {
  const config = useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => fetchWebConfig(signal),
    retry: isWorthRetrying,
  });
  return config.data;
}

const NO_LANGUAGES: readonly string[] = [];

/** Says which language this person reads captions in from now on; null: what is spoken. */
export function useReadingLanguage(meetingId: string) {
  return useMutation({
    mutationFn: async (readingLanguage: string | null) => {
      const { resumeSecret } = loadSession(meetingId);
      if (resumeSecret === null) throw new ApiProblem('credential_missing', 'Join the meeting first.');
      await updateMe(meetingId, resumeSecret, { reading_language: readingLanguage });
      saveSession(meetingId, { readingLanguage });
    },
  });
}

/** Says which language this person speaks from now on; null: as the meeting. */
export function useSpokenLanguage(meetingId: string) {
  return useMutation({
    mutationFn: async (language: string | null) => {
      const { resumeSecret } = loadSession(meetingId);
      if (resumeSecret === null) throw new ApiProblem('credential_missing', 'Join the meeting first.');
      await updateMe(meetingId, resumeSecret, { language });
      saveSession(meetingId, { language });
    },
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
