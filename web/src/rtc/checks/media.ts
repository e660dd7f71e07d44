/** Sends a tone into the check's room as one participant and receives it as another, by whichever way works best. */
import { type RemoteTrack, RoomEvent, Track } from 'livekit-client';
import { connectionStats } from './livekit-internals';
import { packets, selectedWay } from './statistics';
import { makeTone, type Tone } from './tone';
import { type Finding, failed } from './types';
import { until } from './until';
import { Way } from './way';

/** 0.2 s of sound; a single one may get through where a call does not. */
const PACKETS_MIN = 10;
const MEDIA_WITHIN_MS = 5_000;

export class MediaTrial {
  #tone: Tone | null = null;
  readonly #ways: Way[] = [];

  constructor(private readonly url: string) {}

  async publish(token: string): Promise<Finding> {
    const room = await this.#enter(token);
    if (room === null) return failed('no_route');
    this.#tone = makeTone();
    const publication = await room.localParticipant.publishTrack(this.#tone.track, {
      source: Track.Source.Microphone,
      dtx: false,
      red: false,
    });
    const isSent = await until(async () => {
      const report = await publication.track?.getRTCStatsReport();
      return report !== undefined && packets(report, 'sent') >= PACKETS_MIN;
    }, MEDIA_WITHIN_MS);
    return isSent ? { status: 'ok', roundTripMs: await this.#roundTripMs() } : failed('no_media');
  }

  async receive(token: string): Promise<Finding> {
    let heard: RemoteTrack | null = null;
    const room = await this.#enter(token, (track) => {
      heard = track;
    });
    if (room === null) return failed('no_route');
    const isReceived = await until(async () => {
      const track: RemoteTrack | null = heard;
      const report = await track?.getRTCStatsReport();
      return report !== undefined && packets(report, 'received') >= PACKETS_MIN;
    }, MEDIA_WITHIN_MS);
    return isReceived ? { status: 'ok', roundTripMs: await this.#roundTripMs() } : failed('no_media');
  }

  async close(): Promise<void> {
    await Promise.all(this.#ways.map((way) => way.close()));
    await this.#tone?.close();
  }

  /** The room, once connected by any way. */
  async #enter(token: string, subscribed?: (track: RemoteTrack) => void) {
    const way = new Way(this.url, token, undefined);
    this.#ways.push(way);
    if (subscribed !== undefined) way.room.on(RoomEvent.TrackSubscribed, subscribed);
    return (await way.chosen(() => true)) === null ? null : way.room;
  }

  /** Of the connection that was made last. */
  async #roundTripMs(): Promise<number | null> {
    const room = this.#ways.at(-1)?.room;
    const report = room && (await connectionStats(room));
    return (report && selectedWay(report)?.roundTripMs) ?? null;
  }
}
