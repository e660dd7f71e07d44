/**
 * Tells the backend how this person's call goes: five seconds a bucket, three buckets a batch, the rest by beacon.
 *
 * Owned by the call. Holds no words, no names, no addresses; docs/features/telemetry.md lists what it tells.
 */
import type { Room } from 'livekit-client';
import type { TelemetryBucket } from '../../gen';
import { background } from '../../media/background-choice';
import type { SuppressorAtWork } from '../devices/noise';
import { FirstTimes } from './first-times';
import { Interruptions, type Standing } from './interruptions';
import { type Reports, reportsOf } from './livekit-internals';
import { type Letter, Mailbox, type TelemetryDoor } from './mailbox';
import { MainThreadWatch } from './main-thread';
import { MicrophoneWatch } from './microphone-watch';
import { Network } from './network';
import { platformOf } from './platform';
import { tenths } from './statistics';

const SECOND_MS = 1000;
/** A look is never exactly a second after the last: the fifth ends a bucket, a little early or not. */
const BUCKET_MS = 5000 - SECOND_MS / 2;
/** No look of a page that runs is so late, however busy: the machine slept, and our clock may have stood still. */
const SLEPT_MS = 10_000;

interface TelemetryOptions {
  readonly door: TelemetryDoor;
  /** Null while ours takes no noise out of what is sent. */
  readonly suppressor: () => SuppressorAtWork | null;
}

/** What the transports said last, and when. */
interface Look {
  readonly reports: Reports | null;
  readonly atMs: number;
}

export class Telemetry {
  readonly #mainThread = new MainThreadWatch();
  readonly #microphone: MicrophoneWatch;
  readonly #network: Network;
  readonly #firstTimes: FirstTimes;
  readonly #platform = platformOf(navigator.userAgent, navigator.hardwareConcurrency);
  readonly #mailbox: Mailbox;
  readonly #closing = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #interruptions = new Interruptions(performance.now());
  #isOver = false;
  #pageId = newPageId();
  #sequence = 0;
  #bucketStartMs = performance.now();
  #latest: Look = { reports: null, atMs: this.#bucketStartMs };
  #before: Reports | null = null;
  #effectsMs: number | null = null;
  #isLooking = false;

  constructor(
    private readonly room: Room,
    options: TelemetryOptions,
  ) {
    this.#microphone = new MicrophoneWatch(room, () => options.suppressor()?.sourceDbfs ?? null);
    this.#network = new Network(room, this.#microphone, options.suppressor);
    this.#firstTimes = new FirstTimes(room);
    this.#mailbox = new Mailbox(options.door, () => this.#envelope());
    this.#timer = setInterval(() => void this.#second(), SECOND_MS);
    addEventListener('pagehide', this.#goes, { signal: this.#closing.signal });
    options.door.isOpen(this.#closing.signal).then(
      (isOpen) => isOpen || this.#stop(),
      () => undefined, // whoever does not answer now may take what we have later
    );
  }

  /** Told whenever the connection may be another. */
  follow(standing: Standing): void {
    if (standing.isOver && !this.#isOver) this.#goes();
    this.#isOver = standing.isOver;
    this.#interruptions.follow(standing, performance.now());
  }

  /** The call is over: what is known of it goes out. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#goes();
    this.#stop();
  }

  #stop(): void {
    this.#closing.abort();
    clearInterval(this.#timer);
    this.#mainThread.close();
    this.#firstTimes.close();
  }

  /** The page may be gone the next moment, so there is no time to ask for statistics: the last look is told. */
  readonly #goes = (): void => {
    if (this.#closing.signal.aborted) return; // none is kept here
    this.#leave(this.#latest);
  };

  #leave({ reports, atMs }: Look): void {
    if (!this.#isOver && atMs - this.#bucketStartMs >= SECOND_MS) this.#fill(reports, atMs);
    this.#mailbox.sendAtLast();
  }

  async #second(): Promise<void> {
    if (this.#isLooking) return; // statistics of a busy page take their time
    this.#isLooking = true;
    try {
      const reports = await reportsOf(this.room);
      if (this.#closing.signal.aborted) return;
      const last = this.#latest;
      const atMs = performance.now();
      this.#latest = { reports, atMs };
      this.#microphone.look(reports?.publisher ?? null);
      this.#lookAtEffects();
      if (this.#isOver) this.#skip();
      else if (atMs - last.atMs > SLEPT_MS) this.#beginAnew(last);
      else if (atMs - this.#bucketStartMs >= BUCKET_MS) this.#bucket();
    } finally {
      this.#isLooking = false;
    }
  }

  #bucket(): void {
    this.#fill(this.#latest.reports, this.#latest.atMs);
    void this.#mailbox.send();
  }

  /** Nothing happens that is worth telling. */
  #skip(): void {
    this.#take(this.#latest.atMs);
    this.#before = this.#latest.reports;
  }

  /** After a sleep this is another page, whose clock the backend sets anew. */
  #beginAnew(last: Look): void {
    this.#leave(last);
    this.#pageId = newPageId();
    this.#sequence = 0;
    this.#skip();
  }

  #fill(reports: Reports | null, nowMs: number): void {
    const startMs = this.#bucketStartMs;
    this.#mailbox.put({
      sequence: this.#sequence,
      start_ms: Math.round(startMs),
      duration_ms: Math.max(1, Math.floor(nowMs) - Math.round(startMs)),
      ...this.#network.between(this.#before, reports, nowMs - startMs),
      ...this.#take(nowMs),
    });
    this.#sequence += 1;
    this.#before = reports;
  }

  /** What has been noted since the bucket began; the next begins. */
  #take(nowMs: number): Pick<TelemetryBucket, 'microphone' | 'device' | 'away_ms' | 'reconnects'> {
    const framesAsked = background.getState().report?.framesAsked ?? 0;
    const taken = {
      microphone: this.#microphone.take(),
      device: {
        is_hidden: document.visibilityState === 'hidden',
        ...this.#mainThread.take(),
        effects_ms: this.#effectsMs === null ? null : tenths(this.#effectsMs),
        effects_interval_ms: this.#effectsMs === null || framesAsked <= 0 ? null : tenths(1000 / framesAsked),
      },
      ...this.#interruptions.take(nowMs),
    };
    this.#effectsMs = null;
    this.#bucketStartMs = nowMs;
    return taken;
  }

  #lookAtEffects(): void {
    const report = background.getState().report;
    if (report !== null) this.#effectsMs = Math.max(this.#effectsMs ?? 0, report.frameMs);
  }

  #envelope(): Omit<Letter, 'buckets'> {
    return {
      page_id: this.#pageId,
      sent_at_ms: Math.ceil(performance.now()),
      marks: { ...this.#platform, ...this.#firstTimes.times },
    };
  }
}

/** 96 bits, as 16 characters of base64url. */
function newPageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
