import { useEffect, useRef, useState } from 'react';

/** The room is told within a second or so; after this the wish counts as overtaken. */
const TOLD_WITHIN_MS = 5_000;

export interface Wish<T> {
  /** What was asked for last while that is under way, else what is so. */
  readonly value: T;
  readonly isPending: boolean;
  /** Why the last one did not work; null when it did. */
  readonly error: unknown;
  choose(value: T): void;
}

/**
 * A setting that others may change too: what is asked for stands until the room says what is so, or the asking
 * failed. The next replaces one that is under way.
 *
 * @param actual what the room says
 */
export function useWish<T extends string | boolean | null>(
  actual: T,
  send: (value: T) => Promise<unknown>,
): Wish<T> {
  const [wish, setWish] = useState<{ readonly value: T; readonly isSent: boolean } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [told, setTold] = useState(actual);
  const asked = useRef(0);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  if (told !== actual) {
    setTold(actual);
    // An answer to what we asked, or somebody else's later word; ours that is still under way outlasts the latter.
    if (wish !== null && (wish.isSent || wish.value === actual)) setWish(null);
  }

  useEffect(() => {
    if (wish?.isSent !== true) return;
    const timer = setTimeout(() => setWish(null), TOLD_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [wish]);

  const choose = (value: T) => {
    asked.current += 1;
    const ask = asked.current;
    const isLast = () => asked.current === ask;
    setError(null);
    setWish({ value, isSent: false });
    // One after the other: two calls at once may arrive in either order.
    underWay.current = underWay.current
      .then(() => (isLast() ? send(value) : undefined))
      .then(
        () => {
          if (isLast()) setWish((now) => (now === null ? null : { ...now, isSent: true }));
        },
        (reason: unknown) => {
          if (!isLast()) return;
          setError(reason);
          setWish(null);
        },
      );
  };

  const isPending = wish !== null && (wish.value !== actual || !wish.isSent);
  return { value: wish === null ? actual : wish.value, isPending, error, choose };
}
