import { useEffect, useState } from 'react';
import { LevelMeter } from '../../media/level-meter';

const READING_MS = 66; // 15 readings a second look continuous and cost next to nothing

/** Loudness of a microphone, 0 to 1; 0 without one. */
export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    setLevel(0);
    if (stream === null) return;
    const meter = new LevelMeter(stream);
    const timer = setInterval(() => setLevel(meter.level()), READING_MS);
    return () => {
      clearInterval(timer);
      void meter.close();
    };
  }, [stream]);
  return level;
}
