import { useEffect, useRef } from 'react';
import type { VideoView } from '../../../rtc/types';
import styles from './TrackVideo.module.css';

interface TrackVideoProps {
  readonly view: VideoView;
  /** Cameras fill their tile, a shared screen is shown whole. */
  readonly fit: 'cover' | 'contain';
  readonly isMirrored?: boolean;
}

export function TrackVideo({ view, fit, isMirrored = false }: TrackVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    view.attach(element);
    return () => view.detach(element);
  }, [view]);
  return (
    <video
      ref={video}
      className={styles['video']}
      data-fit={fit}
      data-mirrored={isMirrored || undefined}
      autoPlay
      muted
      playsInline
    />
  );
}
