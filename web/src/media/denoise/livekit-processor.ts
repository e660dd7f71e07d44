/** The suppressor as livekit-client's `TrackProcessor`, by shape alone: this folder imports nothing of it. */
import type { Suppressor } from './suppressor';

interface ProcessorTrack {
  readonly track: MediaStreamTrack;
}

/** For `LocalAudioTrack.setProcessor`, after `setAudioContext(suppressor.context)`. */
export class LivekitProcessor {
  readonly name = 'parley-denoise';
  processedTrack?: MediaStreamTrack;

  constructor(private readonly suppressor: Suppressor) {}

  async init({ track }: ProcessorTrack): Promise<void> {
    this.processedTrack = await this.suppressor.attach(track);
  }

  /** After a change of device, an unmute or a reconnect: the same cleaned track goes on. */
  async restart({ track }: ProcessorTrack): Promise<void> {
    const isAlive = this.processedTrack?.readyState === 'live';
    if (isAlive && this.suppressor.replace(track) === this.processedTrack) return;
    await this.init({ track });
  }

  async destroy(): Promise<void> {
    if (this.processedTrack !== undefined) this.suppressor.detach(this.processedTrack);
    delete this.processedTrack;
  }
}
