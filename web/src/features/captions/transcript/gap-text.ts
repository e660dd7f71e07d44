/** A gap in words: why, how long, and whose words are missing. */
import type { TFunction } from 'i18next';
import type { GapView } from '../../../rtc/types';

/** Up to here a length is said in seconds: "90 seconds" tells more than "2 minutes". */
const SECONDS_UP_TO_MS = 120_000;

export function gapText(t: TFunction, language: string, gap: GapView): string {
  const length = gapLength(gap.endMs - gap.startMs, language);
  const name = gap.speakerName;
  const isOfOne = gap.speaker !== null && name !== '';
  switch (gap.reason) {
    case 'agent_away':
      return isOfOne ? t('gap.awayOf', { length, name }) : t('gap.away', { length });
    case 'overloaded':
      return isOfOne ? t('gap.overloadedOf', { length, name }) : t('gap.overloaded', { length });
    case 'engine_failed':
      return isOfOne ? t('gap.failedOf', { length, name }) : t('gap.failed', { length });
    case 'language_unsupported':
      return isOfOne ? t('gap.languageOf', { length, name }) : t('gap.language', { length });
  }
}

/** At least a second: a gap that is told is never nothing. */
function gapLength(ms: number, language: string): string {
  const isShort = ms < SECONDS_UP_TO_MS;
  const value = isShort ? Math.max(1, Math.round(ms / 1000)) : Math.round(ms / 60_000);
  const unit = isShort ? 'second' : 'minute';
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
