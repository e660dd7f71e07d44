/** Which background effect the person wants, in every meeting; and how it goes with it. Shared by page and call. */

import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { BackgroundProcessor, EffectReport, Trouble } from './background';

/** Names of built-in pictures, or the person's own. */
export const OWN_PICTURE = 'own';

export interface BackgroundChoice {
  readonly kind: 'none' | 'blur' | 'picture';
  /** 0 to 1. */
  readonly strength: number;
  readonly picture: string;
  readonly isLowPower: boolean;
}

export type BackgroundTrouble = Trouble | 'picture_missing';

export interface BackgroundState {
  readonly choice: BackgroundChoice;
  /** Of the processor at work; null while none is. */
  readonly report: EffectReport | null;
  readonly trouble: BackgroundTrouble | null;
  /** Grows when processors that were made before have died: new ones are needed. */
  readonly generation: number;
  /** The person has just turned it on and it has shown nothing yet; else it has worked, or is remembered. */
  readonly isTrial: boolean;
}

const FIRST_TIME: BackgroundChoice = { kind: 'none', strength: 0.5, picture: 'window', isLowPower: false };

export const background = createStore<BackgroundState>()(
  persist(
    (): BackgroundState => ({
      choice: FIRST_TIME,
      report: null,
      trouble: null,
      generation: 0,
      isTrial: false,
    }),
    {
      name: 'parley.background',
      partialize: ({ choice }) => ({ choice }),
      merge: (stored, usual) => ({ ...usual, choice: remembered(stored) }),
    },
  ),
);

export function chooseBackground(change: Partial<BackgroundChoice>): void {
  background.setState(({ choice, isTrial, generation }) => {
    const isTurnedOn = choice.kind === 'none' && change.kind !== undefined && change.kind !== 'none';
    return {
      choice: { ...choice, ...change },
      isTrial: isTurnedOn || isTrial,
      trouble: null,
      generation: generation + (isGivenUp ? 1 : 0), // whoever chooses again wants it tried again
    };
  });
  crashes = 0;
  isGivenUp = false;
}

/** The camera is about to be opened with the effect on it: nobody has seen the room, and nobody is to. */
export function endTrial(): void {
  background.setState({ isTrial: false });
}

/** The person has read what went wrong. */
export function forgetTrouble(): void {
  background.setState({ trouble: null });
}

/** Several crashes in a row are no accident: after these the effect stays with what was shown last. */
const CRASHES_MAX = 3;

const live = new Set<BackgroundProcessor>();
let crashes = 0;
/** It crashed too often; what was shown last stays. */
let isGivenUp = false;

/**
 * A processor that follows the choice until it is destroyed. Loads what effects need, on first use.
 *
 * Throws when that cannot be loaded or started, which is also told as trouble: there is no picture to show then.
 */
export async function makeBackground(): Promise<BackgroundProcessor> {
  try {
    const { makeProcessor } = await import('./background-making');
    const processor: BackgroundProcessor = await makeProcessor({
      onReport: (report) => live.has(processor) && inOrder(report),
      onTrouble: (trouble) => live.has(processor) && inTrouble(trouble),
      onEnd: () => {
        live.delete(processor);
        if (live.size === 0) background.setState({ report: null });
      },
    });
    live.add(processor);
    return processor;
  } catch (error) {
    inTrouble('model_missing');
    throw new Error('no effect', { cause: error });
  }
}

function inOrder(report: EffectReport): void {
  const isRunning = report.state === 'running';
  if (isRunning) crashes = 0;
  background.setState(({ isTrial, trouble }) => ({
    report,
    isTrial: isTrial && !isRunning,
    trouble: isRunning && trouble !== 'picture_missing' ? null : trouble,
  }));
}

/**
 * What cannot run is turned off again for whoever is just trying it: the room was to be seen before, and they see
 * that it still is. What has worked or is remembered stays covered instead, since nobody may be watching.
 */
function inTrouble(trouble: BackgroundTrouble): void {
  if (trouble === 'crashed') {
    crashes += 1;
    const isTriedAgain = crashes <= CRASHES_MAX;
    isGivenUp = !isTriedAgain;
    background.setState((state) => ({
      trouble: isTriedAgain ? null : trouble,
      generation: state.generation + (isTriedAgain ? 1 : 0),
    }));
    return;
  }
  background.setState((state) => ({
    trouble,
    choice: state.isTrial ? { ...state.choice, kind: 'none' } : state.choice,
    isTrial: false,
  }));
}

export function tellTrouble(trouble: BackgroundTrouble): void {
  background.setState({ trouble });
}

function remembered(stored: unknown): BackgroundChoice {
  const from: Readonly<Record<string, unknown>> =
    typeof stored === 'object' && stored !== null && 'choice' in stored ? { ...Object(stored.choice) } : {};
  const { kind, strength, picture, isLowPower } = from;
  return {
    kind: kind === 'blur' || kind === 'picture' ? kind : 'none',
    strength: typeof strength === 'number' && strength >= 0 && strength <= 1 ? strength : FIRST_TIME.strength,
    picture: typeof picture === 'string' ? picture : FIRST_TIME.picture,
    isLowPower: isLowPower === true,
  };
}
