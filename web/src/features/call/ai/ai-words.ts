/** What the AI does and how it is, in words that stay true whichever of captions and notes is on. */
import type { TFunction } from 'i18next';
import type { AiView } from '../../../rtc/types';

export function aiTasksText(t: TFunction, captions: boolean, notes: boolean): string {
  if (captions && notes) return t('ai.tasksBoth');
  if (captions) return t('ai.tasksCaptions');
  return notes ? t('ai.tasksNotes') : t('ai.tasksNone');
}

/** True while people speak to a machine that writes: notes rest on a transcript, shown as captions or not. */
export function isTranscribed(ai: AiView): boolean {
  return ai.captionsOn || ai.notesOn;
}

export function aiStateText(t: TFunction, ai: AiView): string {
  if (!isTranscribed(ai)) return t('ai.stateOff');
  switch (ai.state) {
    case 'off':
      return t('ai.stateOff');
    case 'starting':
      return t('ai.stateStarting');
    case 'live':
      return ai.captionsOn ? t('ai.stateLive') : t('ai.stateLiveNotes');
    case 'restarting':
      return ai.captionsOn ? t('captions.restarting') : t('ai.stateRestartingNotes');
    case 'busy':
      return ai.captionsOn ? t('ai.captionsBusy') : t('ai.stateBusyNotes');
    case 'unavailable':
      return ai.captionsOn ? t('ai.stateUnavailable') : t('ai.stateUnavailableNotes');
  }
}

/** The mark's few words: what is on, or why what is on does not work. */
export function aiMarkText(t: TFunction, ai: AiView): string {
  if (!isTranscribed(ai)) return t('ai.markOff');
  switch (ai.state) {
    case 'off':
      return t('ai.markOff');
    case 'starting':
      return t('ai.markStarting');
    case 'live':
      return t('ai.mark', { tasks: aiTasksText(t, ai.captionsOn, ai.notesOn) });
    case 'restarting':
      return t('ai.markRestarting');
    case 'busy':
      return t('ai.markBusy');
    case 'unavailable':
      return t('ai.markUnavailable');
  }
}

/** Which speech engine is at work; null while there is none. */
export function engineText(t: TFunction, ai: AiView): string | null {
  if (ai.state !== 'live' || ai.liveEngine === null) return null;
  return ai.isFallback
    ? t('ai.engineFallback', { engine: ai.liveEngine })
    : t('ai.engine', { engine: ai.liveEngine });
}
