/**
 * Reads transports' statistics (W3C webrtc-stats) as what happened between two looks.
 *
 * Counters begin anew when livekit-client builds a transport anew, under the same names even: what is smaller than before
 * is all new.
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

/** An entry now and at the look before; without the latter it is new. */
export class Growth {
  constructor(
    readonly now: Entry,
    private readonly before: Entry | undefined,
  ) {}

  static of(now: Entry, before: RTCStatsReport | null): Growth {
    return new Growth(now, before?.get(now.id));
  }

  /** By how much a counter grew. */
  of(name: Counter): number {
    return grown(this.now[name], this.before?.[name]);
  }

  /** One counter a piece of another, for instance seconds a frame; null where there was no piece. */
  per(name: Counter, pieces: Counter): number | null {
    const count = this.of(pieces);
    return count > 0 ? this.of(name) / count : null;
  }

  /** Seconds for which the browser sent less for this cause. */
  limited(cause: 'cpu' | 'bandwidth' | 'other'): number {
    const now = this.now.qualityLimitationDurations?.[cause];
    return grown(now, this.before?.qualityLimitationDurations?.[cause]);
  }

  /** The other side has reported since the look before. */
  get isFresh(): boolean {
    return this.before === undefined || this.now.timestamp > this.before.timestamp;
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

function grown(now = 0, before = 0): number {
  return now < before ? now : now - before;
}
