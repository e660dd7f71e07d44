/** A failed call in words people can act on; the code is the key, the rest is one honest sentence. */
import type { TFunction } from 'i18next';
import { ApiProblem } from '../api/problem';

export function problemText(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problem.internal');
  switch (error.code) {
    case 'meeting_not_found':
      return t('problem.meetingNotFound');
    case 'meeting_ended':
      return t('problem.meetingEnded');
    case 'code_malformed':
      return t('problem.codeMalformed');
    case 'too_many_attempts':
      return t('problem.tooManyAttempts');
    case 'credential_missing':
    case 'credential_invalid':
      return t('problem.credential');
    case 'not_allowed':
      return t('problem.notAllowed');
    case 'language_unknown':
      return t('problem.languageUnknown');
    case 'participant_not_found':
      return t('problem.participantNotFound');
    case 'participant_removed':
      return t('problem.participantRemoved');
    case 'payload_too_large':
      return t('problem.payloadTooLarge');
    case 'sfu_unavailable':
      return t('problem.sfuUnavailable');
    case 'unreachable':
      return t('problem.unreachable');
    case 'invalid_request':
      return t('problem.invalidRequest');
    default:
      return t('problem.internal');
  }
}
