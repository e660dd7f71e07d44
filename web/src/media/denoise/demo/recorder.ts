/** Sound into a page and out of it, in real time and sample by sample; for tests and benches in Chromium. */

/** Chromium's, from MediaStreamTrack Insertable Streams; not in TypeScript's library. */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<AudioData>;
}

export interface Recording {
  /** Mono, at the track's rate. */
  readonly samples: Float32Array;
  readonly rateHz: number;
  /** `performance.now()` when each piece came, and samples before it. */
  readonly arrivals: readonly { readonly atMs: number; readonly samples: number }[];
}

/** A track on which `channels` of samples are played once. `start` begins; `ended` resolves after the last sample. */
export function player(channels: readonly Float32Array<ArrayBuffer>[], rateHz: number) {
  const context = new AudioContext({ sampleRate: rateHz });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: channels.length });
  const buffer = new AudioBuffer({
    length: channels[0]?.length ?? 1,
    numberOfChannels: channels.length,
    sampleRate: rateHz,
  });
  channels.forEach((samples, channel) => {
    buffer.copyToChannel(samples, channel);
  });
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(destination);
  const ended = new Promise<void>((resolve) => {
    source.onended = () => resolve();
  });
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) throw new Error('a destination has a track');
  return { track, context, start: () => source.start(), ended };
}

/** Records a track until `stop`; `stop` gives what came. */
export function recorder(track: MediaStreamTrack): { stop(): Promise<Recording> } {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const pieces: Float32Array[] = [];
  const arrivals: { atMs: number; samples: number }[] = [];
  let samples = 0;
  let rateHz = 0;
  const reading = (async () => {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      arrivals.push({ atMs: performance.now(), samples });
      const data = new Float32Array(piece.value.numberOfFrames);
      piece.value.copyTo(data, { planeIndex: 0, format: 'f32-planar' });
      rateHz = piece.value.sampleRate;
      samples += data.length;
      pieces.push(data);
      piece.value.close();
    }
  })();
  return {
    async stop() {
      await reader.cancel();
      await reading;
      const all = new Float32Array(samples);
      let at = 0;
      for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
      }
      return { samples: all, rateHz, arrivals };
    },
  };
}
