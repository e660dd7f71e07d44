import { describe, expect, it } from 'vitest';
import type { Received } from './received';
import { Silences } from './silence';

const at = (bytes: number, checks: number, otherChecks = 0, transport = 'a'): Received => ({
  transport,
  bytes,
  checks,
  otherChecks,
});

/** Looks every 250 ms. */
function heard(...looks: readonly (readonly Received[])[]): Silences {
  const silences = new Silences();
  looks.forEach((look, index) => {
    silences.hear(look, index * 250);
  });
  return silences;
}

describe('how long a transport has been silent', () => {
  it('is counted from the last look that found new bytes', () => {
    const silences = heard([at(1, 0)], [at(2, 0)], [at(2, 0)], [at(2, 0)]);
    expect(silences.longest(1000).silentMs).toBe(750);
  });

  it('or new checks', () => {
    expect(heard([at(1, 5)], [at(1, 5)], [at(1, 6)]).longest(600).silentMs).toBe(100);
  });

  it('goes on when the transport has lost its way altogether, and ends with the session', () => {
    const silences = heard([at(1, 0)], [at(2, 0)], [], []);
    expect(silences.longest(20_000).silentMs).toBe(19_750);
    silences.forget();
    expect(silences.longest(20_000).silentMs).toBe(0);
  });

  it('begins anew with another transport of the same name', () => {
    expect(heard([at(9, 9)], [at(9, 9)], [], [at(1, 0)]).longest(800).silentMs).toBe(50);
  });

  it('is that of the most silent', () => {
    const silences = heard([at(1, 0), at(1, 0, 0, 'b')], [at(2, 0), at(1, 0, 0, 'b')]);
    expect(silences.longest(250).silentMs).toBe(250);
  });

  it('is nothing without a transport', () => {
    expect(new Silences().longest(99_000).silentMs).toBe(0);
  });

  it('begins anew with a new transport, and after a sleep', () => {
    const silences = heard([at(9, 9)], [at(1, 0, 0, 'b')]);
    expect(silences.longest(300).silentMs).toBe(50);
    silences.excuse(90_000);
    expect(silences.longest(90_100).silentMs).toBe(100);
  });

  it('is not ended by a count that fell', () => {
    expect(heard([at(9, 9)], [at(9, 2)], [at(9, 2)]).longest(500).silentMs).toBe(500);
  });
});

describe('whether it was busy', () => {
  it('is so with sound, also by DTX, which comes at two looks of three', () => {
    const looks = Array.from({ length: 24 }, (_, index) => [at(index - Math.floor(index / 3), 0)]);
    expect(heard(...looks).longest(6000).wasBusy).toBe(true);
  });

  it('is not with checks alone', () => {
    const looks = Array.from({ length: 24 }, (_, index) => [at(0, Math.floor(index / 8))]);
    expect(heard(...looks).longest(6000).wasBusy).toBe(false);
  });

  it('stays as it was through a silence', () => {
    const busy = Array.from({ length: 12 }, (_, index) => [at(index, 0)]);
    const silent = Array.from({ length: 40 }, () => [at(11, 0)]);
    expect(heard(...busy, ...silent).longest(12_000).wasBusy).toBe(true);
  });
});

describe('whether it was steady', () => {
  it('is so with a picture, and not with sound by DTX', () => {
    const picture = Array.from({ length: 24 }, (_, index) => [at(index, 0)]);
    expect(heard(...picture).longest(6000).wasSteady).toBe(true);
    const sound = Array.from({ length: 24 }, (_, index) => [at(index - Math.floor(index / 3), 0)]);
    expect(heard(...sound).longest(6000).wasSteady).toBe(false);
  });

  it('is not known of one that has just begun', () => {
    expect(heard([at(1, 0)], [at(2, 0)], [at(3, 0)]).longest(750).wasSteady).toBe(false);
  });
});

describe('another way', () => {
  it('is one that answered after the silence began', () => {
    expect(heard([at(1, 0, 0)], [at(2, 0, 0)], [at(2, 0, 1)]).longest(600).hasOtherWay).toBe(true);
    expect(heard([at(1, 0, 0)], [at(2, 0, 1)], [at(3, 0, 1)]).longest(600).hasOtherWay).toBe(false);
  });
});
