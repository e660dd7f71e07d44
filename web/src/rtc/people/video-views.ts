/** Video publications as views can use them: an id, a shape, and where to draw. */
import type { TrackPublication } from 'livekit-client';
import type { VideoView } from '../types';

const USUAL_ASPECT_RATIO = 16 / 9;

/** Keeps one view object a publication until its shape or mute state changes. */
export class VideoViews {
  readonly #views = new WeakMap<TrackPublication, VideoView>();

  /** Null while there is nothing to draw: not published, or not yet received. */
  of(publication: TrackPublication | undefined): VideoView | null {
    const track = publication?.videoTrack;
    if (publication === undefined || track === undefined) return null;
    const size = publication.dimensions;
    const aspectRatio = size?.width && size.height ? size.width / size.height : USUAL_ASPECT_RATIO;
    const known = this.#views.get(publication);
    // A track that restarted after a device change or a reconnect is another one to attach.
    const id = `${publication.trackSid}:${track.mediaStreamID}`;
    if (known?.id === id && known.aspectRatio === aspectRatio && known.isMuted === publication.isMuted)
      return known;
    const view: VideoView = {
      id,
      aspectRatio,
      isMuted: publication.isMuted,
      attach: (element) => void track.attach(element),
      detach: (element) => void track.detach(element),
    };
    this.#views.set(publication, view);
    return view;
  }
}
