/**
 * Reads transports' statistics (W3C webrtc-stats) as what happened between two looks.
 *
 * Counters begin anew when livekit-client builds a transport anew, under the same names even: then all of it is new.
 */

/** What is read of any entry; an entry has those of its type, and a browser those that it knows. */
export interface Entry extends RTCStats {
  readonly kind?: string;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number;
  readonly localId?: string;
  readonly mediaSourceId?: string;
  readonly trackIdentifier?: string;
  readonly active?: boolean;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly jitter?: number;
  readonly roundTripTime?: number;
  readonly targetBitrate?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesSent?: number;
  readonly framesEncoded?: number;
  readonly totalEncodeTime?: number;
  readonly framesDecoded?: number;
  readonly framesReceived?: number;
  readonly framesDropped?: number;
  readonly totalDecodeTime?: number;
  readonly qualityLimitationDurations?: Readonly<Record<string, number>>;
  readonly nackCount?: number;
  readonly pliCount?: number;
  readonly freezeCount?: number;
  readonly totalFreezesDuration?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  readonly silentConcealedSamples?: number;
  readonly concealmentEvents?: number;
  readonly jitterBufferDelay?: number;
  readonly jitterBufferEmittedCount?: number;
  readonly totalPlayoutDelay?: number;
  readonly totalSamplesCount?: number;
  readonly totalAudioEnergy?: number;
  readonly totalSamplesDuration?: number;
}

type Counter = {
  [Name in keyof Entry]-?: Exclude<Entry[Name], undefined> extends number ? Name : never;
}[keyof Entry];

export function entries(report: RTCStatsReport, type: string, kind?: 'audio' | 'video'): readonly Entry[] {
  const all: Entry[] = [...report.values()];
  return all.filter((entry) => entry.type === type && (kind === undefined || entry.kind === kind));
}

/** A counter that is less than it was tells of another stream than it was of. */
const NEVER_LESS = [
  'packetsSent',
  'packetsReceived',
  'totalSamplesReceived',
  'totalSamplesDuration',
] as const;

/** An entry now and at the look before. */
export class Growth {
  private constructor(
    readonly now: Entry,
    private readonly before: Entry | undefined,
  ) {}

  static of(now: Entry, before: RTCStatsReport | null): Growth {
    const known: Entry | undefined = before?.get(now.id);
    const isAnew = NEVER_LESS.some((name) => (now[name] ?? 0) < (known?.[name] ?? 0));
    return new Growth(now, isAnew ? undefined : known);
  }

  /** There was none of it at the look before, or another. */
  get isNew(): boolean {
    return this.before === undefined;
  }

  /** By how much a counter grew. Losses may shrink, when what was given up comes after all: that is no growth. */
  of(name: Counter): number {
    return Math.max(0, (this.now[name] ?? 0) - (this.before?.[name] ?? 0));
  }

  /** One counter a piece of another, for instance seconds a frame; null where there was no piece. */
  per(name: Counter, pieces: Counter): number | null {
    const count = this.of(pieces);
    return count > 0 ? this.of(name) / count : null;
  }

  /** Seconds for which the browser sent less for this cause. */
  limited(cause: 'cpu' | 'bandwidth' | 'other'): number {
    const seconds = (entry: Entry | undefined) => entry?.qualityLimitationDurations?.[cause] ?? 0;
    return Math.max(0, seconds(this.now) - seconds(this.before));
  }

  /** The other side has reported since the look before. */
  get isFresh(): boolean {
    return this.isNew || this.now.timestamp > (this.before?.timestamp ?? 0);
  }
}

/** Percent of the whole, within its bounds: counters of two machines are not read at the same moment. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? tenths(Math.min(100, Math.max(0, (100 * part) / whole))) : null;
}

/** Of seconds. */
export function ms(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : tenths(Math.max(0, seconds * 1000));
}

export function kbps(bytes: number, durationMs: number): number {
  return tenths((8 * bytes) / durationMs);
}

export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
