/** Exactly one suppressor: what to ask of the microphone, and what it does. Pure. */

/** What takes noise out of the sound that is sent. */
export type SuppressorInUse = 'dfn3' | 'rnnoise' | 'browser' | 'none';

/** `ours`: this folder's; `browser`: the browser's own; `none`: music, which any suppressor would harm. */
export type Choice = 'ours' | 'browser' | 'none';

export interface CaptureConstraints {
  readonly noiseSuppression: boolean;
  readonly voiceIsolation: boolean;
  readonly echoCancellation: boolean;
  readonly autoGainControl: boolean;
}

/**
 * `voiceIsolation` is a suppressor too: it is never on. Level control works before ours and helps it; on music it
 * would pump.
 */
export function constraintsFor(choice: Choice): CaptureConstraints {
  return {
    noiseSuppression: choice === 'browser',
    voiceIsolation: false,
    echoCancellation: true,
    autoGainControl: choice !== 'none',
  };
}

/** Whether the browser suppresses noise on this track, by its own word: constraints are wishes, and may be refused. */
export function browserSuppresses(
  settings: MediaTrackSettings & { readonly voiceIsolation?: boolean },
): boolean {
  return settings.noiseSuppression === true || settings.voiceIsolation === true;
}
