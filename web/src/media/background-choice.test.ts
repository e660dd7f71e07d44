// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

it('remembers the choice for the next meeting', async () => {
  const first = await import('./background-choice');
  first.chooseBackground({ kind: 'blur', strength: 0.8 });
  vi.resetModules();
  const next = await import('./background-choice');
  expect(next.background.getState().choice).toMatchObject({ kind: 'blur', strength: 0.8 });
});

it.each([
  '{"state":{"choice":{"kind":"x-ray","strength":7,"picture":4}},"version":0}',
  'null',
  '{"state":5}',
])('starts with none where storage holds %s', async (stored) => {
  localStorage.setItem('parley.background', stored);
  const { background } = await import('./background-choice');
  expect(background.getState().choice).toEqual({
    kind: 'none',
    strength: 0.5,
    picture: 'window',
    isLowPower: false,
  });
});

describe('what goes wrong', () => {
  type Options = { onReport: (report: object) => void; onTrouble: (trouble: string) => void };
  let made: Options[];
  let choosing: typeof import('./background-choice');
  beforeEach(async () => {
    made = [];
    vi.doMock('./background-making', () => ({
      makeProcessor: async (options: Options) => {
        made.push(options);
        return {};
      },
    }));
    choosing = await import('./background-choice');
  });
  const state = () => choosing.background.getState();

  it('turns off an effect that somebody is just trying', async () => {
    choosing.chooseBackground({ kind: 'blur' });
    await choosing.makeBackground();
    made[0]?.onTrouble('model_missing');
    expect([state().choice.kind, state().trouble]).toEqual(['none', 'model_missing']);
  });

  it('leaves on what has worked, however late it goes wrong, and remembers it', async () => {
    choosing.chooseBackground({ kind: 'blur' });
    await choosing.makeBackground();
    made[0]?.onReport({ state: 'running' });
    choosing.chooseBackground({ strength: 0.9 });
    made[0]?.onTrouble('model_missing');
    expect([state().choice.kind, state().trouble]).toEqual(['blur', 'model_missing']);
    expect(localStorage.getItem('parley.background')).toContain('"kind":"blur"');
  });

  it('leaves on what is remembered, whatever else is chosen before it works', async () => {
    localStorage.setItem('parley.background', '{"state":{"choice":{"kind":"blur"}},"version":0}');
    vi.resetModules();
    choosing = await import('./background-choice');
    choosing.chooseBackground({ strength: 0.9 });
    await choosing.makeBackground();
    made[0]?.onTrouble('model_missing');
    expect(state().choice.kind).toBe('blur');
  });

  it('says so when what effects need cannot be loaded at all', async () => {
    vi.doMock('./background-making', () => {
      throw new Error('404');
    });
    choosing.chooseBackground({ kind: 'blur' });
    await expect(choosing.makeBackground()).rejects.toThrow();
    expect([state().choice.kind, state().trouble]).toEqual(['none', 'model_missing']);
  });

  it('tries again after three crashes in a row only when the person chooses again', async () => {
    choosing.chooseBackground({ kind: 'blur' });
    await choosing.makeBackground();
    made[0]?.onReport({ state: 'running' });
    for (let crash = 0; crash < 4; crash += 1) made[0]?.onTrouble('crashed');
    expect([state().generation, state().trouble]).toEqual([3, 'crashed']);
    choosing.forgetTrouble();
    choosing.chooseBackground({ strength: 0.2 });
    expect([state().generation, state().trouble]).toEqual([4, null]);
  });

  it('keeps saying that a picture is gone while a blur stands in for it', async () => {
    choosing.chooseBackground({ kind: 'picture', picture: 'own' });
    await choosing.makeBackground();
    choosing.tellTrouble('picture_missing');
    made[0]?.onReport({ state: 'running' });
    expect(state().trouble).toBe('picture_missing');
  });
});
