/** A list that grows at its end: follows along, unless the reader has scrolled back. */
import { type RefObject, useEffect, useRef, useState } from 'react';

interface Follow {
  /** Goes on an element behind the last line. */
  readonly end: RefObject<HTMLDivElement | null>;
  /** Lines that have come since the reader scrolled back; 0 at the end. */
  readonly newLines: number;
  /** Back to the end, and along with it again. */
  readonly catchUp: () => void;
}

/** @param lines How many there are. */
export function useFollow(lines: number): Follow {
  const end = useRef<HTMLDivElement>(null);
  /** How many there were when the reader scrolled back; null: at the end. */
  const [seen, setSeen] = useState<number | null>(null);
  const count = useRef(lines);
  const isAtEnd = seen === null;

  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      setSeen((before) => (entry?.isIntersecting === false ? (before ?? count.current) : null));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    // A new line pushes the end out of sight before the observer is asked: that is not the reader's doing.
    if (isAtEnd) end.current?.scrollIntoView({ block: 'end' });
    count.current = lines;
  }, [lines, isAtEnd]);

  return {
    end,
    newLines: seen === null ? 0 : Math.max(0, lines - seen),
    catchUp: () => end.current?.scrollIntoView({ block: 'end' }),
  };
}
