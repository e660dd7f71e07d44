/** A call: wires one LiveKit room to captions, people and devices, and shows all of it as one snapshot. */
import { Room, RoomEvent } from 'livekit-client';
import { createStore } from 'zustand/vanilla';
import type { JoinResponse } from '../gen';
import { CaptionBacklog } from './captions/caption-backlog';
import { readCaptionStreams } from './captions/caption-streams';
import { CaptionStore } from './captions/captions';
import { GapWatch } from './captions/gaps-watch';
import { TranslationStore } from './captions/translations';
import { Connection } from './connection';
import { apiDependencies, type CallDependencies } from './dependencies';
import { LocalMedia } from './devices/local-media';
import { NoiseControl } from './devices/noise';
import { Absences } from './people/absences';
import { ATTRIBUTE_READING_LANGUAGE, ParticipantViews } from './people/participant-views';
import { withoutVoices } from './people/voices';
import { AI_UNKNOWN, aiOf } from './room-metadata';
import { roomOptions } from './room-options';
import { sharedObject } from './sharing';
import { playRemoteSound } from './sound';
import { Telemetry } from './telemetry/telemetry';
import type { AiView, Call, CallSnapshot, JoinChoices } from './types';

/** Everything that can change what is drawn. */
const DRAWN = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged,
  RoomEvent.RoomMetadataChanged,
] as const;

export function createCall(
  join: JoinResponse,
  choices: JoinChoices,
  dependencies: CallDependencies = apiDependencies(join),
): Call {
  const room = new Room(roomOptions(choices));
  const noise = new NoiseControl(room, (error) => local.microphoneLost(error));
  const captions = new CaptionStore();
  const translations = new TranslationStore();
  const absences = new Absences(refresh);
  const people = new ParticipantViews(join.role, absences);
  const local = new LocalMedia(room, join.role, choices, refresh);
  const backlog = new CaptionBacklog(captions, translations, dependencies, refresh);
  const gapWatch = new GapWatch(() => void backlog.readRecent());
  const connection = new Connection(room, join, dependencies, {
    changed: refresh,
    entered,
    ended: () => local.release(),
  });
  const stopSound = playRemoteSound(room);
  const telemetry = new Telemetry(room, { door: dependencies.telemetry, suppressor: () => noise.atWork });
  const store = createStore<CallSnapshot>(() => ({
    connection: 'idle',
    trouble: null,
    disconnectReason: null,
    participants: [],
    local: local.view(),
    ai: AI_UNKNOWN,
    captions: [],
    gaps: [],
    joinedAtMs: null,
    needsGestureForSound: false,
  }));

  // Before connecting: a stream that arrives with the join must find its handler, and the agent's name.
  readCaptionStreams(room, {
    caption(caption) {
      followRoom();
      if (!captions.receive(caption)) return;
      backlog.watch(caption.segmentId);
      refresh();
    },
    translation(translation) {
      followRoom();
      if (captions.trusts(translation.sender) && translations.receive(translation)) refresh();
    },
  });
  // Before `refresh` is told: who is expected keeps their place.
  room.on(RoomEvent.ParticipantDisconnected, ({ identity }, reason) => absences.gone(identity, reason));
  for (const event of DRAWN) room.on(event, refresh);

  async function entered(): Promise<void> {
    absences.expect(store.getState().participants.map(({ identity }) => identity));
    refresh();
    await Promise.all([local.publishWanted(), backlog.fill()]);
  }

  /** Trusts the agent that the metadata names now, and takes its captions back if it turns out to be none. */
  function followRoom(): AiView {
    if (room.metadata === undefined) return AI_UNKNOWN;
    const ai = aiOf(room.metadata);
    captions.trust(ai.agentIdentity);
    for (const participant of room.remoteParticipants.values()) {
      captions.name(participant.identity, participant.name ?? '');
      if (participant.identity === ai.agentIdentity && !participant.isAgent) {
        captions.withdraw(participant.identity);
        translations.withdraw(participant.identity);
      }
    }
    captions.name(room.localParticipant.identity, room.localParticipant.name ?? '');
    return ai;
  }

  function refresh(): void {
    const before = store.getState();
    const isAway = connection.isRenewing;
    telemetry.follow({
      isAway: connection.state === 'reconnecting',
      isOver: connection.state === 'disconnected',
      isRenewing: isAway,
      trouble: connection.trouble,
    });
    const ai = isAway ? before.ai : sharedObject(before.ai, followRoom());
    if (ai.agentIdentity !== before.ai.agentIdentity && captions.open().length > 0) {
      void backlog.fill(captions.open()); // what the former agent left open, nobody will finish
    }
    if (!isAway) absences.back(room.remoteParticipants.keys());
    if (connection.state === 'connected') {
      gapWatch.follow(ai);
      const reading = room.localParticipant.attributes[ATTRIBUTE_READING_LANGUAGE] || null;
      if (translations.read(reading) && before.connection === 'connected') void backlog.fill();
    }
    // While we come back the room fills again; whoever was there stays on screen.
    const shown = isAway || connection.state === 'connecting' ? people.kept() : people.of(room);
    const next: CallSnapshot = {
      connection: connection.state,
      trouble: connection.trouble,
      disconnectReason: connection.disconnectReason,
      participants: connection.state === 'connected' ? shown : withoutVoices(shown),
      local: sharedObject(before.local, local.view()),
      ai,
      captions: translations.over(captions.list()),
      gaps: captions.gaps.list(),
      joinedAtMs: backlog.joinedAtMs,
      needsGestureForSound: connection.state === 'connected' && !room.canPlaybackAudio,
    };
    if (sharedObject(before, next) !== before) store.setState(next, true);
  }

  return {
    getSnapshot: store.getState,
    subscribe: (listener) => store.subscribe(listener),
    connect: () => connection.connect(),
    setMicrophone: (on) => local.setMicrophone(on),
    setCamera: (on) => local.setCamera(on),
    setScreenShare: (on) => local.setScreenShare(on),
    switchDevice: (kind, deviceId) => local.switchDevice(kind, deviceId),
    readTranscript: () => void backlog.readRecent(),
    startSound: () => room.startAudio(),
    async close() {
      telemetry.close();
      backlog.close();
      gapWatch.close();
      absences.close();
      noise.close();
      await connection.close();
      local.close();
      stopSound();
    },
  };
}
