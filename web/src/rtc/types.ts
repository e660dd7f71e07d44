/**
 * What a call looks like to everything that draws it. No type of livekit-client leaves this folder:
 * a view attaches video by `attach(element)` and reads plain data for the rest.
 */
import type { AiState, GapReason, ProfanityPolicy, Role, SpeechEngineWish } from '../gen';
import type { Trouble } from './reconnection/decide';

export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

/** Why a call is over. `lost`: we gave up reconnecting; the person may try again. */
export type DisconnectReason = 'left' | 'ended' | 'removed' | 'duplicate' | 'lost';

export type LinkQuality = 'good' | 'poor' | 'lost' | 'unknown';

export interface VideoView {
  readonly id: string;
  /** Width ÷ height as last seen; 16/9 until the first frame. */
  readonly aspectRatio: number;
  /** True while the publisher has paused it; the view shows the person's initials then. */
  readonly isMuted: boolean;
  attach(element: HTMLVideoElement): void;
  detach(element: HTMLVideoElement): void;
}

export interface ParticipantView {
  readonly identity: string;
  /** Untrusted text: render as text. */
  readonly name: string;
  readonly kind: 'person' | 'agent';
  readonly role: Role | null;
  readonly isLocal: boolean;
  /** Epoch ms of the join as the SFU gives it; 0 when unknown. */
  readonly joinedAtMs: number;
  readonly isSpeaking: boolean;
  readonly isMicrophoneOn: boolean;
  readonly camera: VideoView | null;
  readonly screenShare: VideoView | null;
  readonly linkQuality: LinkQuality;
  /** BCP 47 tag of what a person said they speak; null: the meeting's language. */
  readonly language: string | null;
  /** BCP 47 tag of what a person reads captions in; null: what is spoken. */
  readonly readingLanguage: string | null;
}

/** What the AI does here and how it was asked to, as the room says. */
export interface AiView {
  readonly state: AiState;
  readonly captionsOn: boolean;
  readonly notesOn: boolean;
  readonly changedBy: string;
  readonly agentIdentity: string | null;
  /** BCP 47 tag of what people speak who have not said otherwise; null: the deployment's own setting. */
  readonly language: string | null;
  readonly profanity: ProfanityPolicy;
  /** Which engines the host allows; `liveEngine` is the one at work, null while there is none. */
  readonly speechEngine: SpeechEngineWish;
  readonly liveEngine: string | null;
  /** The engine at work is not the one that the deployment would rather use. */
  readonly isFallback: boolean;
  /** Captions come later than people can follow, or speech has to be skipped. */
  readonly isBehind: boolean;
}

export interface LocalView {
  readonly role: Role;
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  readonly isScreenShareOn: boolean;
  /** A device that could not be opened, to be explained where it happened; null when all is well. */
  readonly deviceProblem: DeviceProblem | null;
}

export interface DeviceProblem {
  readonly device: 'camera' | 'microphone' | 'screen';
  readonly cause: 'denied' | 'not_found' | 'in_use' | 'unsupported' | 'unknown';
}

/** A caption's words in another language than was spoken. */
export interface TranslationView {
  readonly language: string;
  readonly text: string;
  /** Gives the gist and is not to be relied on. */
  readonly isDraft: boolean;
  /** The language that it went through; null: none. */
  readonly pivot: string | null;
  /** False while the words that it is of are still being said. */
  readonly isFinal: boolean;
}

/** A caption as it stands on screen: one segment, partial or final. Times are ms on the meeting clock. */
export interface CaptionView {
  readonly segmentId: string;
  readonly speaker: string;
  readonly speakerName: string;
  readonly text: string;
  /** Leading characters that will not change any more. */
  readonly firmCharacters: number;
  readonly isFinal: boolean;
  readonly language: string;
  readonly startMs: number;
  readonly endMs: number;
  /** In the language that the person here reads; none while there is no such translation. */
  readonly translation?: TranslationView;
}

/** Where something was said, or may have been, and there are no words. Times are ms on the meeting clock. */
export interface GapView {
  readonly gapId: string;
  /** Whose words are missing; null: everybody's. */
  readonly speaker: string | null;
  readonly speakerName: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: GapReason;
}

export interface CallSnapshot {
  readonly connection: ConnectionState;
  /** Why the call does not go on as usual while `reconnecting`; null: not known, or nothing. */
  readonly trouble: Trouble | null;
  readonly disconnectReason: DisconnectReason | null;
  /** Local person first, then people in order of arrival (never re-sorted), agents last. */
  readonly participants: readonly ParticipantView[];
  readonly local: LocalView;
  readonly ai: AiView;
  /** Ordered by start; includes the backlog fetched from the API. */
  readonly captions: readonly CaptionView[];
  /** Ordered by start; as of the last look at the transcript API. */
  readonly gaps: readonly GapView[];
  /** The meeting clock when this page came in; null until the transcript API has told. */
  readonly joinedAtMs: number | null;
  /** The browser refused to play sound until the person clicks. */
  readonly needsGestureForSound: boolean;
}

export interface JoinChoices {
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  readonly microphoneId: string | null;
  readonly cameraId: string | null;
  readonly speakerId: string | null;
}

/** A running call: one owner, one end. `subscribe`/`getSnapshot` suit React's useSyncExternalStore. */
export interface Call {
  getSnapshot(): CallSnapshot;
  subscribe(listener: () => void): () => void;
  connect(): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  setScreenShare(on: boolean): Promise<void>;
  switchDevice(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): Promise<void>;
  /** Looks for stored words and gaps that have not come by themselves. */
  readTranscript(): void;
  /** Call from a click when `needsGestureForSound`. */
  startSound(): Promise<void>;
  /** Leaves; resolves when the room is closed and every device released. */
  close(): Promise<void>;
}
