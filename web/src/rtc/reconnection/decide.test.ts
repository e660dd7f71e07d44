import { describe, expect, it } from 'vitest';
import {
  type Action,
  decide,
  LASTING_MS,
  type Look,
  probed,
  renewed,
  renewing,
  START,
  type Watch,
} from './decide';

const TICK_MS = 250;

/** A connection on a clock of its own: a look every 250 ms, as the watcher takes them. */
class Run {
  watch: Watch = START;
  nowMs = 0;
  aliveAtMs = 0;
  readonly actions: { readonly atMs: number; readonly action: Action }[] = [];
  /** What a probe answers, one look later; null: never. */
  network: boolean | null = true;
  isPathOpen = true;
  look: Omit<Look, 'nowMs' | 'silentMs'> = {
    isMissed: true,
    wasSteady: false,
    hasOtherWay: false,
    isSignalOpen: true,
    hasRelay: true,
  };
  #asked = false;

  go(forMs: number): this {
    for (const untilMs = this.nowMs + forMs; this.nowMs < untilMs; ) {
      this.nowMs += TICK_MS;
      if (this.isPathOpen) this.aliveAtMs = this.nowMs;
      if (this.#asked && this.network !== null) this.watch = probed(this.watch, this.network);
      const look = { nowMs: this.nowMs, silentMs: this.nowMs - this.aliveAtMs, ...this.look };
      const { watch, actions } = decide(this.watch, look);
      this.watch = watch;
      this.#asked = actions.includes('probe');
      for (const action of actions) this.actions.push({ atMs: this.nowMs, action });
    }
    return this;
  }

  /** The same with a closed path. */
  silent(forMs: number): this {
    this.isPathOpen = false;
    return this.go(forMs);
  }

  set(change: Partial<Run['look']>): this {
    this.look = { ...this.look, ...change };
    return this;
  }

  get done(): readonly Action[] {
    return this.actions.map(({ action }) => action).filter((action) => action !== 'probe');
  }

  firstAtMs(action: Action): number {
    return this.actions.find((one) => one.action === action)?.atMs ?? Number.NaN;
  }
}

describe('a path that is well', () => {
  it('is left alone', () => {
    const run = new Run().go(60_000);
    expect(run.actions).toEqual([]);
    expect(run.watch.phase).toBe('steady');
  });

  it('may be silent for a second', () => {
    const run = new Run().go(5000).silent(1000);
    run.isPathOpen = true;
    expect(run.go(1000).done).toEqual([]);
    expect(run.watch.trouble).toBeNull();
  });

  it('may be silent longer when nobody is missed: they have muted themselves', () => {
    const run = new Run().go(5000).set({ isMissed: false }).silent(3500);
    expect(run.done).toEqual([]);
  });
});

describe('a path that has closed on a network that is there', () => {
  it('is left by an ICE restart within a second and a half', () => {
    const run = new Run().go(5000).silent(2000);
    expect(run.done).toEqual(['restart_ice']);
    expect(run.firstAtMs('restart_ice') - 5000).toBeLessThanOrEqual(1500);
  });

  it('is left a quarter of a second sooner where a picture had come all the time', () => {
    const [sound, picture] = [
      new Run().go(5000).silent(2000),
      new Run().set({ wasSteady: true }).go(5000).silent(2000),
    ];
    const soonerMs = sound.firstAtMs('restart_ice') - picture.firstAtMs('restart_ice');
    expect(soonerMs).toBe(250);
  });

  it('says nothing when it turns out to be open', () => {
    const run = new Run().go(5000).silent(1500);
    run.isPathOpen = true;
    run.go(1000);
    expect(run.done).toEqual(['restart_ice']);
    expect(run.watch).toMatchObject({ phase: 'steady', trouble: null });
  });

  it('says so when it lasts', () => {
    expect(new Run().go(5000).silent(2500).watch.trouble).toBe('path');
  });

  it('makes a new session soon when ways of another kind answer and are not taken', () => {
    const run = new Run().go(5000).silent(1500).set({ hasOtherWay: true }).go(750);
    expect(run.done).toEqual(['restart_ice', 'renew']);
    expect(run.watch).toMatchObject({ phase: 'renewing', trouble: 'path' });
  });

  it('makes a new session when the ICE restart has not helped in three seconds', () => {
    const run = new Run().go(5000).silent(6000);
    expect(run.done).toEqual(['restart_ice', 'renew']);
    expect(run.firstAtMs('renew') - run.firstAtMs('restart_ice')).toBeLessThanOrEqual(3250);
  });

  it('acts once, however long the new session takes', () => {
    expect(new Run().go(5000).silent(60_000).done).toEqual(['restart_ice', 'renew']);
  });
});

describe('new sessions in a row', () => {
  /** Opens the session that was asked for; its path closes again after `forMs`. */
  function reopened(run: Run, forMs: number): Run {
    run.watch = renewed(run.watch, run.nowMs);
    run.isPathOpen = true;
    return run.go(forMs).silent(6000);
  }

  it('go by the relay alone every other time', () => {
    const run = reopened(reopened(new Run().go(5000).silent(6000), 1000), 1000);
    expect(run.done.filter((action) => action !== 'restart_ice')).toEqual([
      'renew',
      'renew_by_relay',
      'renew',
    ]);
  });

  it('go by any way where there is no relay', () => {
    const run = reopened(new Run().set({ hasRelay: false }).go(5000).silent(6000), 1000);
    expect(run.done.filter((action) => action !== 'restart_ice')).toEqual(['renew', 'renew']);
  });

  it('begin anew after a path that held', () => {
    const run = reopened(new Run().go(5000).silent(6000), LASTING_MS + 1000);
    expect(run.done.filter((action) => action !== 'restart_ice')).toEqual(['renew', 'renew']);
  });
});

describe('a network that is away', () => {
  it('is waited for: nothing is torn down', () => {
    const run = new Run();
    run.network = false;
    run.go(5000).silent(30_000);
    expect(run.done).toEqual([]);
    expect(run.watch).toMatchObject({ phase: 'offline', trouble: 'network' });
  });

  it('is looked for twice a second', () => {
    const run = new Run();
    run.network = false;
    run.go(5000).silent(10_000);
    const asked = run.actions.filter(({ action }) => action === 'probe').length;
    expect(asked).toBeGreaterThanOrEqual(12);
    expect(asked).toBeLessThanOrEqual(20);
  });

  it('leaves ICE to itself when it comes back', () => {
    const run = new Run();
    run.network = false;
    run.go(5000).silent(10_000);
    run.network = true;
    run.go(500);
    run.isPathOpen = true;
    run.go(1000);
    expect(run.done).toEqual([]);
    expect(run.watch).toMatchObject({ phase: 'steady', trouble: null });
  });

  it('gets help when ICE does not find its way by itself', () => {
    const run = new Run();
    run.network = false;
    run.go(5000).silent(10_000);
    run.network = true;
    run.go(2000);
    expect(run.done[0]).toBe('restart_ice');
  });

  it('makes a new session at once after an absence in which the SFU has let go', () => {
    const run = new Run();
    run.network = false;
    run.go(5000).silent(40_000);
    run.network = true;
    run.go(1000);
    expect(run.done).toEqual(['renew']);
  });

  it('is told apart from a probe that has not answered yet', () => {
    const run = new Run();
    run.network = null;
    run.go(5000).silent(5000);
    expect(run.done).toEqual([]);
    expect(run.watch.phase).toBe('doubtful');
  });
});

describe('a signal connection that is gone', () => {
  it('is said after four seconds while sound and picture go on', () => {
    const run = new Run().go(5000).set({ isSignalOpen: false }).go(3500);
    expect(run.watch.trouble).toBeNull();
    expect(run.go(1000).watch.trouble).toBe('signal');
    expect(run.done).toEqual([]);
    expect(run.set({ isSignalOpen: true }).go(500).watch.trouble).toBeNull();
  });

  it('with the path makes a new session within a second and a quarter: the SFU has died', () => {
    const run = new Run().go(5000).set({ isSignalOpen: false }).silent(1500);
    expect(run.done).toEqual(['renew']);
    expect(run.firstAtMs('renew') - 5000).toBeLessThanOrEqual(1250);
    expect(run.watch.trouble).toBe('server');
  });

  it('with the network makes none until the network is there', () => {
    const run = new Run().set({ isSignalOpen: false });
    run.network = false;
    run.go(3000).silent(8000);
    expect(run.done).toEqual([]);
    expect(run.watch.trouble).toBe('network');
  });
});

describe('a new session', () => {
  it('tells while it is opened whether it waits for the network or for the SFU', () => {
    const lost = renewing(START, 1000);
    expect(lost.trouble).toBe('server');
    expect(probed(lost, false).trouble).toBe('network');
    expect(probed(probed(lost, false), true).trouble).toBe('server');
  });

  it('has nothing to tell once it is open', () => {
    expect(renewed(renewing(START, 1000), 2000)).toMatchObject({
      phase: 'steady',
      trouble: null,
      sinceMs: 2000,
    });
  });
});
