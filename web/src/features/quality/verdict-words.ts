/** A finding as one plain sentence: whose, what, when by the clock, and who noticed. */
import type { TFunction } from 'i18next';
import type { Finding, Measure, MeetingDiagnosis } from '../../gen';
import { timeOfDay } from '../../i18n/times';
import { percent, time } from './measure-words';

/** What a sentence is made of beside the finding. */
export interface Telling {
  readonly t: TFunction;
  readonly language: string;
  /** Epoch ms of the meeting clock's zero. */
  readonly startedMs: number;
  /** Identity → name. */
  readonly nameOf: (identity: string) => string;
}

/** Within less, times are told to the second. */
const LONG_MS = 3 * 60_000;

export function tellingOf(t: TFunction, language: string, diagnosis: MeetingDiagnosis): Telling {
  const names = new Map(diagnosis.people.map(({ identity, name }) => [identity, name]));
  return {
    t,
    language,
    startedMs: diagnosis.started_at === null ? 0 : Date.parse(diagnosis.started_at),
    nameOf: (identity) => names.get(identity) ?? t('quality.somebody'),
  };
}

/** The meeting in one sentence. */
export function verdictText(telling: Telling, diagnosis: MeetingDiagnosis): string {
  const { t } = telling;
  const first = diagnosis.findings[0];
  if (first !== undefined) return findingText(telling, first);
  return diagnosis.level === 'unknown' ? t('quality.unknownVerdict') : t('quality.goodVerdict');
}

export function findingText(telling: Telling, finding: Finding): string {
  const { t, nameOf } = telling;
  const name = finding.who === null ? '' : nameOf(finding.who);
  const values = { name, when: whenText(telling, finding), ...valuesOf(telling, finding) };
  switch (finding.cause) {
    case 'uplink':
      return joined(t, t('quality.cause.uplink', values), heardText(telling, finding, name));
    case 'downlink':
      return joined(t, t('quality.cause.downlink', values), sufferedText(telling, finding, name));
    case 'congestion':
      return joined(t, t('quality.cause.congestion', values), noticedText(telling, finding));
    case 'cpu':
      return joined(t, t('quality.cause.cpu', values), noticedText(telling, finding));
    case 'relay':
      return joined(t, t('quality.cause.relay', values), noticedText(telling, finding));
    case 'microphone_silent':
      return t('quality.cause.microphoneSilent', values);
    case 'microphone_muted':
      return t('quality.cause.microphoneMuted', values);
    case 'microphone_ended':
      return t('quality.cause.microphoneEnded', values);
    case 'two_suppressors':
      return t('quality.cause.twoSuppressors', values);
    case 'agent':
      return t('quality.cause.agent', values);
    case 'sfu':
      return joined(t, t('quality.cause.sfu', values), noticedText(telling, finding));
    case 'reconnect':
      return joined(t, t('quality.cause.reconnect', values), noticedText(telling, finding));
    case 'unexplained':
      return t('quality.cause.unexplained', values);
  }
}

/** `from 10:02 to 10:07`, or `at 10:02:05` where both read the same. */
function whenText({ t, language, startedMs }: Telling, finding: Finding): string {
  const toTheSecond = finding.end_ms - finding.start_ms < LONG_MS;
  const from = timeOfDay(startedMs + finding.start_ms, language, { toTheSecond });
  const to = timeOfDay(startedMs + finding.end_ms, language, { toTheSecond });
  return from === to ? t('quality.at', { from }) : t('quality.fromTo', { from, to });
}

function valuesOf({ language }: Telling, { evidence }: Finding): Record<string, string> {
  const found = (measure: Measure) => evidence.find((one) => one.measure === measure);
  const loss = found('uplink_loss_pct') ?? found('downlink_loss_pct');
  const lost = evidence[0]?.measure === 'downlink_loss_pct' ? evidence[0] : loss;
  const late = found('caption_lag_ms') ?? found('queue_ms');
  return {
    loss: percent(lost?.mean ?? 0, language),
    trip: time(found('round_trip_ms')?.mean ?? 0, language),
    away: time(found('away_ms')?.worst ?? 0, language),
    late: time(late?.worst ?? 0, language),
    stood: time(found('sfu_answer_ms')?.worst ?? 0, language),
  };
}

function joined(t: TFunction, what: string, noticed: string): string {
  return t('quality.joined', { what, noticed });
}

/** Who heard somebody else break up. */
function heardText(telling: Telling, finding: Finding, name: string): string {
  const { t } = telling;
  if (finding.noticed_by.length === 0) return t('quality.noticed.repaired');
  if (isEverybody(finding)) return t('quality.noticed.heardByAll', { name });
  return t('quality.noticed.heardBySome', { name, people: namesOf(telling, finding) });
}

/** Whether the person whose trouble it is heard the others break up. */
function sufferedText({ t }: Telling, finding: Finding, name: string): string {
  return finding.noticed_by.length === 0
    ? t('quality.noticed.repaired')
    : t('quality.noticed.heardOthers', { name });
}

function noticedText(telling: Telling, finding: Finding): string {
  const { t } = telling;
  if (finding.noticed_by.length === 0) return t('quality.noticed.nobody');
  if (isEverybody(finding)) return t('quality.noticed.everybody');
  return t('quality.noticed.some', { people: namesOf(telling, finding) });
}

function isEverybody({ noticed_by: noticed, touched }: Finding): boolean {
  return noticed.length === touched && touched > 1;
}

function namesOf({ language, nameOf }: Telling, { noticed_by: noticed }: Finding): string {
  return new Intl.ListFormat(language).format(noticed.map(nameOf));
}
