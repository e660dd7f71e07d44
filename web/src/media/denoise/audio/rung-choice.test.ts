import { describe, expect, it } from 'vitest';
import { RungChoice } from './rung-choice';

/** Reports of 100 ms each, with so many late frames of ten; the rung after the last. */
function rungAfter(choice: RungChoice, fromMs: number, reports: number, lateFrames: number): 'net' | 'lower' {
  let rung: 'net' | 'lower' = 'net';
  for (let count = 0; count < reports; count++)
    rung = choice.after({ frames: rung === 'net' ? 10 : 0, lateFrames }, fromMs + 100 * count);
  return rung;
}

describe('the rung', () => {
  it('stays with the net through a stutter', () => {
    const choice = new RungChoice();
    expect(rungAfter(choice, 0, 1, 10)).toBe('net');
    expect(rungAfter(choice, 100, 100, 0)).toBe('net');
  });

  it('falls when a tenth is late for two seconds, and comes back after a rest', () => {
    const choice = new RungChoice();
    expect(rungAfter(choice, 0, 20, 2)).toBe('lower');
    expect(choice.after({ frames: 0, lateFrames: 0 }, 9_000)).toBe('lower');
    expect(choice.after({ frames: 0, lateFrames: 0 }, 12_100)).toBe('net');
  });

  it('falls at once when half is late for half a second', () => {
    const choice = new RungChoice();
    expect(rungAfter(choice, 0, 4, 5)).toBe('net');
    expect(rungAfter(choice, 400, 1, 5)).toBe('lower');
  });

  it('falls so too after a time without fault, which the last half second outweighs', () => {
    const choice = new RungChoice();
    expect(rungAfter(choice, 0, 100, 0)).toBe('net');
    expect(rungAfter(choice, 10_000, 5, 10)).toBe('lower');
  });

  it('gives another try half a second to show that it is better, and the first one two', () => {
    const choice = new RungChoice();
    expect(rungAfter(choice, 0, 19, 2)).toBe('net');
    expect(rungAfter(choice, 1_900, 1, 2)).toBe('lower');
    expect(choice.after({ frames: 0, lateFrames: 0 }, 12_000)).toBe('net');
    expect(rungAfter(choice, 12_100, 4, 2)).toBe('net');
    expect(rungAfter(choice, 12_500, 1, 2)).toBe('lower');
  });

  it('rests longer each time it fails again', () => {
    const choice = new RungChoice();
    expect(rungAfter(choice, 0, 20, 3)).toBe('lower');
    expect(choice.after({ frames: 0, lateFrames: 0 }, 12_000)).toBe('net');
    expect(rungAfter(choice, 12_100, 20, 3)).toBe('lower');
    expect(choice.after({ frames: 0, lateFrames: 0 }, 12_000 + 2_000 + 11_000)).toBe('lower');
    expect(choice.after({ frames: 0, lateFrames: 0 }, 12_000 + 2_000 + 21_000)).toBe('net');
  });
});
