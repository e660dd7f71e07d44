import { describe, expect, it } from 'vitest';
import { type CheckLeg, type LegStatus, zCheckLeg } from '../../gen';
import { canTry, LEGS, WAYS } from './legs';

const allBut = (statuses: Partial<Record<CheckLeg, LegStatus>>) => {
  const all = new Map<CheckLeg, LegStatus>(LEGS.map((leg) => [leg, 'ok']));
  for (const leg of LEGS) {
    const status = statuses[leg];
    if (status !== undefined) all.set(leg, status);
  }
  return all;
};

describe('legs', () => {
  it('are those of the contract, in its order', () => {
    expect(LEGS).toEqual(zCheckLeg.options);
  });

  it('can all be tried while all is well', () => {
    for (const leg of LEGS) expect(canTry(leg, allBut({}))).toBe(true);
  });

  it('need only what went before them', () => {
    LEGS.forEach((leg, index) => {
      const earlier = new Map(LEGS.slice(0, index).map((one) => [one, 'ok' as const]));
      expect(canTry(leg, earlier)).toBe(true);
    });
  });

  it('are not tried without signalling, but for the AI', () => {
    const lost = allBut({ signal: 'failed' });
    for (const leg of [...WAYS, 'publish'] as const) expect(canTry(leg, lost)).toBe(false);
    expect(canTry('agent', lost)).toBe(true);
  });

  it('go on when camera and microphone fail: people can listen', () => {
    const deaf = allBut({ microphone: 'failed', camera: 'failed' });
    for (const leg of LEGS) expect(canTry(leg, deaf)).toBe(true);
  });

  it.each(WAYS)('media is tried while %s alone is open', (open) => {
    const others = Object.fromEntries(WAYS.map((way) => [way, way === open ? 'ok' : 'failed']));
    expect(canTry('publish', allBut(others))).toBe(true);
  });

  it.each(['failed', 'not_offered'] as const)('media is not tried when every way is %s', (status) => {
    const none = Object.fromEntries(WAYS.map((way) => [way, status]));
    expect(canTry('publish', allBut(none))).toBe(false);
  });
});
