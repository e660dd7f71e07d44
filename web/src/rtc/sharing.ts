/**
 * Structural sharing: a new snapshot keeps every part of the old one that says the same, so that views which
 * compare by reference draw only what changed.
 */

/** `next`, or `before` if every field is the same reference or the same plain value. */
export function sharedObject<T extends object>(before: T | undefined, next: T): T {
  if (before === undefined) return next;
  const keys = Object.keys(next) as (keyof T)[];
  const isSame =
    keys.length === Object.keys(before).length && keys.every((key) => Object.is(before[key], next[key]));
  return isSame ? before : next;
}

/** `next`, or `before` if both hold the same things in the same order. */
export function sharedList<T>(before: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  if (before === undefined || before.length !== next.length) return next;
  return before.every((item, index) => Object.is(item, next[index])) ? before : next;
}
