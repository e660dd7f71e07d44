import { useEffect, useRef } from 'react';
import styles from './StreamVideo.module.css';

interface StreamVideoProps {
  readonly stream: MediaStream;
  readonly label: string;
}

/** One's own camera, mirrored as people expect of themselves. */
export function StreamVideo({ stream, label }: StreamVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} className={styles['video']} aria-label={label} autoPlay muted playsInline />;
}
