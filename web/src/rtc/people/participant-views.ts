/** LiveKit's participants as plain, ordered, reference-stable data. */
import { ConnectionQuality, type Participant, type Room, Track } from 'livekit-client';
import { type Role, zRole } from '../../gen';
import { sharedList, sharedObject } from '../sharing';
import type { LinkQuality, ParticipantView } from '../types';
import type { Absences } from './absences';
import { ArrivalOrder } from './arrival-order';
import { VideoViews } from './video-views';

/** Server-set attributes of people; `ATTRIBUTE_LANGUAGE` and the like of the contracts. */
const ATTRIBUTE_LANGUAGE = 'parley.language';
export const ATTRIBUTE_READING_LANGUAGE = 'parley.reading_language';
const ATTRIBUTE_ROLE = 'parley.role';

const QUALITIES: Record<ConnectionQuality, LinkQuality> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'good',
  [ConnectionQuality.Poor]: 'poor',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: 'unknown',
};

const SILENT = { isSpeaking: false, camera: null, screenShare: null, linkQuality: 'lost' } as const;

export class ParticipantViews {
  readonly #order = new ArrivalOrder();
  readonly #videos = new VideoViews();
  #before: readonly ParticipantView[] = [];

  constructor(
    private readonly localRole: Role,
    private readonly absences: Absences,
  ) {}

  /** Who is in the room or about to come back; the same references for whoever did not change. */
  of(room: Room): readonly ParticipantView[] {
    const present = [room.localParticipant, ...room.remoteParticipants.values()].map((participant) => ({
      participant,
      identity: participant.identity,
      kind: participant.isAgent ? ('agent' as const) : ('person' as const),
      isLocal: participant.isLocal,
      joinedAtMs: participant.joinedAt?.getTime() ?? 0,
    }));
    const before = new Map(this.#before.map((view) => [view.identity, view]));
    const views = this.#order
      .sort([...present, ...this.#absent(new Set(present.map(({ identity }) => identity)))])
      .map((one) =>
        'participant' in one ? this.#view(one.participant, one.joinedAtMs, before.get(one.identity)) : one,
      );
    this.#before = sharedList(this.#before, views);
    return this.#before;
  }

  /** Between two sessions: everyone who was there, the others without sound and picture, which take a session. */
  kept(): readonly ParticipantView[] {
    const views = this.#before.map((view) =>
      view.isLocal ? view : sharedObject(view, { ...view, ...SILENT }),
    );
    this.#before = sharedList(this.#before, views);
    return this.#before;
  }

  /** As they were last seen, without sound and picture. */
  #absent(present: ReadonlySet<string>): readonly ParticipantView[] {
    return this.#before
      .filter(
        ({ identity, kind }) =>
          kind === 'person' && !present.has(identity) && this.absences.isExpected(identity),
      )
      .map((view) => sharedObject(view, { ...view, ...SILENT }));
  }

  #view(participant: Participant, joinedAtMs: number, before: ParticipantView | undefined): ParticipantView {
    const role = zRole.safeParse(participant.attributes[ATTRIBUTE_ROLE]);
    const known = role.success && !participant.isAgent ? role.data : null;
    return sharedObject(before, {
      identity: participant.identity,
      name: participant.name || participant.identity,
      kind: participant.isAgent ? 'agent' : 'person',
      role: participant.isLocal ? this.localRole : known,
      isLocal: participant.isLocal,
      joinedAtMs,
      isSpeaking: participant.isSpeaking && participant.isMicrophoneEnabled,
      isMicrophoneOn: participant.isMicrophoneEnabled,
      camera: this.#videos.of(participant.getTrackPublication(Track.Source.Camera)),
      screenShare: this.#videos.of(participant.getTrackPublication(Track.Source.ScreenShare)),
      linkQuality: QUALITIES[participant.connectionQuality],
      language: participant.attributes[ATTRIBUTE_LANGUAGE] || null,
      readingLanguage: participant.attributes[ATTRIBUTE_READING_LANGUAGE] || null,
    });
  }
}
