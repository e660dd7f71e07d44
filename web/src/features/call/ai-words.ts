/** What the AI does and how it is, in words. */
import type { TFunction } from 'i18next';
import type { AiState } from '../../gen';

export function aiTasksText(t: TFunction, captions: boolean, notes: boolean): string {
  if (captions && notes) return t('ai.tasksBoth');
  if (captions) return t('ai.tasksCaptions');
  return notes ? t('ai.tasksNotes') : t('ai.tasksNone');
}

export function aiStateText(t: TFunction, state: AiState): string {
  switch (state) {
    case 'off':
      return t('ai.stateOff');
    case 'starting':
      return t('ai.stateStarting');
    case 'live':
      return t('ai.stateLive');
    case 'restarting':
      return t('captions.restarting');
    case 'unavailable':
      return t('ai.stateUnavailable');
  }
}
