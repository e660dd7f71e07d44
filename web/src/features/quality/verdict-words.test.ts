import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Evidence, Finding, MeetingDiagnosis } from '../../gen';
import { startTranslations } from '../../i18n';
import { findingText, tellingOf, verdictText } from './verdict-words';

beforeAll(() => {
  startTranslations();
});

/** In the reader's own time zone, whichever it is. */
const TEN_O_CLOCK = new Date(2026, 10, 26, 10, 0, 0).toISOString();
const MINUTE_MS = 60_000;
const [BEN, MARIA, ADA] = ['p-ben', 'p-maria', 'p-ada'];

function diagnosis(findings: readonly Finding[]): MeetingDiagnosis {
  const people = [
    [BEN, 'Ben'],
    [MARIA, 'Maria'],
    [ADA, 'Ada'],
  ] as const;
  return {
    type: 'parley.meeting_diagnosis',
    meeting_id: 'm',
    title: '',
    state: 'ended',
    started_at: TEN_O_CLOCK,
    now_ms: 30 * MINUTE_MS,
    level: 'good',
    people: people.map(([identity, name]) => ({ identity, name, level: 'good', has_told: true })),
    findings: [...findings],
    pairs: [],
    timelines: [],
    agent: null,
    sfu: null,
    budget: {
      budget_ms: 200,
      stages: [],
      total_ms: null,
      worst_total_ms: null,
      worst_listener: null,
      worst_speaker: null,
      unmeasured: [],
    },
  };
}

function finding(change: Partial<Finding>): Finding {
  return {
    cause: 'uplink',
    who: BEN,
    start_ms: 2 * MINUTE_MS,
    end_ms: 7 * MINUTE_MS,
    severity: 0.8,
    score: 30,
    noticed_by: [MARIA, ADA],
    touched: 2,
    evidence: [],
    advice: [],
    ...change,
  };
}

const evidence = (measure: Evidence['measure'], mean: number, worst = mean): Evidence => ({
  measure,
  mean,
  worst,
  worst_ms: 0,
  usual: null,
});

function said(change: Partial<Finding>): string {
  const found = diagnosis([finding(change)]);
  return verdictText(tellingOf(i18next.t, 'en', found), found).replaceAll('\u202f', ' ');
}

const LOST = [evidence('uplink_loss_pct', 12.1, 14)];

test('a lossy upload is said with its share, its time by the clock, and who heard it', () => {
  expect(said({ evidence: LOST })).toMatch(
    /^Ben’s upload lost 12% of packets from 10:02(:00)?( AM)? to 10:07(:00)?( AM)?; everyone heard Ben break up\.$/,
  );
});

test('who did not hear it is not said to have heard it', () => {
  expect(said({ evidence: LOST, noticed_by: [ADA] })).toContain('; Ada heard Ben break up.');
  expect(said({ evidence: LOST, noticed_by: [] })).toContain('; it was repaired before anyone heard it.');
});

test('short trouble is told to the second', () => {
  expect(said({ evidence: LOST, start_ms: 5000, end_ms: 25_000 })).toMatch(
    /from 10:00:05( AM)? to 10:00:25( AM)?/,
  );
});

test.each<[Partial<Finding>, RegExp]>([
  [
    { cause: 'downlink', noticed_by: [BEN], touched: 1, evidence: [evidence('downlink_loss_pct', 8)] },
    /^Ben’s download lost 8% of packets .*; Ben heard the others break up\.$/,
  ],
  [{ cause: 'congestion' }, /^Ben’s line carried less than the call needed .*; everyone noticed\.$/],
  [{ cause: 'cpu', noticed_by: [] }, /^Ben’s computer did not keep up .*; nobody noticed much\.$/],
  [
    { cause: 'relay', evidence: [evidence('round_trip_ms', 320)] },
    /^Ben was connected by a detour over TCP that took 320 ms there and back .*; everyone noticed\.$/,
  ],
  [{ cause: 'microphone_silent' }, /^Ben’s microphone was on and gave no sound .*; nobody could hear Ben\.$/],
  [{ cause: 'microphone_muted' }, /^Ben’s system muted the microphone/],
  [{ cause: 'microphone_ended' }, /^Ben’s microphone was unplugged or taken away/],
  [{ cause: 'two_suppressors' }, /^Two noise suppressors worked on Ben’s voice at once/],
  [
    { cause: 'agent', who: null, evidence: [evidence('caption_lag_ms', 4000, 5200)] },
    /^Captions came up to 5.2 sec late .*; sound and picture had no part in it\.$/,
  ],
  [
    { cause: 'sfu', who: null, touched: 3 },
    /^The server stood still for everyone .*; Maria and Ada noticed\.$/,
  ],
  [
    { cause: 'reconnect', evidence: [evidence('away_ms', 4200)] },
    /^Ben lost the connection for 4.2 sec .* and came back; everyone noticed\.$/,
  ],
  [{ cause: 'unexplained' }, /^Ben heard or saw others break up .*; nothing that was measured says why\.$/],
])('each cause has its sentence: %o', (change, expected) => {
  expect(said(change)).toMatch(expected);
});

test('a good meeting is not the same as one of which nothing is known', () => {
  const good = diagnosis([]);
  const telling = tellingOf(i18next.t, 'en', good);
  expect(verdictText(telling, good)).toBe('Nothing went wrong that was measured.');
  expect(verdictText(telling, { ...good, level: 'unknown' })).toBe('Nothing was measured of this meeting.');
});

test('a name is text, and who is not among the people is somebody', () => {
  const telling = tellingOf(i18next.t, 'en', diagnosis([]));
  expect(findingText(telling, finding({ who: 'p-gone', evidence: LOST }))).toMatch(/^Somebody’s upload/);
});
