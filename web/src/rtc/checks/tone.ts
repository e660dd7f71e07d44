/** A quiet tone to send in a test: what is tried is the network, and nobody's room is sent anywhere. */

const FREQUENCY_HZ = 440;
const LOUDNESS = 0.05;

export interface Tone {
  readonly track: MediaStreamTrack;
  close(): Promise<void>;
}

export function makeTone(): Tone {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: FREQUENCY_HZ });
  const destination = context.createMediaStreamDestination();
  oscillator.connect(new GainNode(context, { gain: LOUDNESS })).connect(destination);
  oscillator.start();
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) throw new Error('an audio destination has an audio track');
  return {
    track,
    async close() {
      track.stop();
      await context.close();
    },
  };
}
