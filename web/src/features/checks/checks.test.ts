/** Verdict, advice and report of tests that went every way. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckLeg, type Endpoint, type LegReason, zConnectionReport, zLegReason } from '../../gen';
import { startTranslations } from '../../i18n';
import { LEGS, WAYS } from '../../rtc/checks/legs';
import type { CheckSnapshot, LegOutcome } from '../../rtc/checks/types';
import { backTo, checkAddress } from './back-to';
import { legAdvice } from './leg-advice';
import { legName, verdictWords } from './leg-words';
import { reportOf } from './report';
import { isUnreached } from './unreached';
import { type Verdict, verdictOf } from './verdict';

const i18n = startTranslations();
beforeAll(() => i18n.changeLanguage('en'));

const OK: LegOutcome = { status: 'ok', reason: null, durationMs: 12, roundTripMs: null };
const NOT_OFFERED: LegOutcome = { ...OK, status: 'not_offered' };
const failed = (reason: LegReason): LegOutcome => ({ ...OK, status: 'failed', reason });

const ENDPOINTS: readonly Endpoint[] = [
  { leg: 'api', host: 'meet.example.org', port: 443, transport: 'tls' },
  { leg: 'signal', host: 'sfu.example.org', port: 7443, transport: 'tls' },
  { leg: 'udp', host: '203.0.113.7', port: 7882, transport: 'udp' },
  { leg: 'ice_tcp', host: '203.0.113.7', port: 7881, transport: 'tcp' },
  { leg: 'turn_udp', host: 'turn.example.org', port: 3478, transport: 'udp' },
  { leg: 'turn_tls', host: 'turn.example.org', port: 443, transport: 'tls' },
];

const after = (changed: Partial<Record<CheckLeg, LegOutcome>>): CheckSnapshot => ({
  state: 'done',
  legs: LEGS.map((leg) => ({ leg, state: 'done', outcome: changed[leg] ?? OK })),
  endpoints: ENDPOINTS,
});

const NO_WAY = Object.fromEntries(WAYS.map((way) => [way, failed('no_route')]));

describe('the verdict', () => {
  it.each<[Verdict, Partial<Record<CheckLeg, LegOutcome>>]>([
    ['good', {}],
    ['good', { ice_tcp: NOT_OFFERED, turn_udp: NOT_OFFERED, turn_tls: NOT_OFFERED }],
    ['browser', { browser: failed('browser_too_old'), udp: failed('no_route') }],
    ['service', { signal: failed('websocket_blocked') }],
    ['blocked', { ...NO_WAY, publish: { ...OK, status: 'skipped' } }],
    ['media', { receive: failed('no_media'), microphone: failed('device_denied') }],
    ['devices', { microphone: failed('device_denied') }],
    ['tcp', { udp: failed('no_route') }],
    ['relayed', { udp: failed('no_route'), ice_tcp: failed('no_route') }],
    ['no_ai', { agent: failed('agents_absent') }],
    ['no_spare', { turn_tls: failed('no_relay') }],
  ])('is %s', (verdict, changed) => {
    expect(verdictOf(after(changed))).toBe(verdict);
    expect(verdictWords(i18n.t, verdict).title).not.toBe('');
  });
});

describe('advice', () => {
  it('says something about every leg that fails for whatever reason, and nothing where all is well', () => {
    for (const leg of LEGS) {
      expect(legName(i18n.t, leg)).not.toBe('');
      expect(legAdvice(i18n.t, leg, OK, ENDPOINTS)).toBeNull();
      for (const reason of zLegReason.options) {
        expect(legAdvice(i18n.t, leg, failed(reason), ENDPOINTS)?.length).toBeGreaterThan(20);
      }
    }
  });

  it.each<[CheckLeg, LegReason, string]>([
    ['api', 'unreachable', 'TLS over TCP to meet.example.org, port 443'],
    ['signal', 'websocket_blocked', 'TLS over TCP to sfu.example.org, port 7443'],
    ['udp', 'no_route', 'UDP to 203.0.113.7, port 7882'],
    ['ice_tcp', 'no_route', 'TCP to 203.0.113.7, port 7881'],
    ['turn_udp', 'no_relay', 'UDP to turn.example.org, port 3478'],
    ['turn_tls', 'no_relay', 'TLS over TCP to turn.example.org, port 443'],
  ])('for %s names host, port and protocol', (leg, reason, where) => {
    expect(legAdvice(i18n.t, leg, failed(reason), ENDPOINTS)).toContain(where);
  });

  it('does not blame the network for a relay that leads nowhere', () => {
    const views = after({ turn_tls: failed('no_route'), turn_udp: failed('no_relay') }).legs;
    expect(views.filter(isUnreached).map(({ leg }) => leg)).toEqual(['turn_udp']);
  });
});

describe('the report', () => {
  it('is what the contract says, with every leg in its order', () => {
    const snapshot = after({ udp: failed('no_route'), turn_udp: NOT_OFFERED });
    const report = reportOf(snapshot, {
      madeAt: new Date('2026-11-25T22:00:00Z'),
      page: 'https://meet.example.org',
      browser: 'x'.repeat(900),
      adviceOf: ({ leg, outcome }) => (outcome === null ? null : legAdvice(i18n.t, leg, outcome, ENDPOINTS)),
    });
    expect(zConnectionReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report.legs.map(({ leg }) => leg)).toEqual(LEGS);
    expect(report.endpoints).toEqual(ENDPOINTS);
  });
});

describe('the way back', () => {
  const meetingId = 'abcdefghijklmnopqrstu_';

  it.each([true, false])('leads to the meeting that the test was begun from', (isViewer) => {
    const search = checkAddress(meetingId, isViewer).split('?').slice(1).join('?');
    expect(backTo(search)).toBe(`/m/${meetingId}${isViewer ? '?role=viewer' : ''}`);
  });

  it.each([
    '//evil.example/m/x',
    'https://evil.example',
    '/m/../api',
    '/m/short',
    '/m/a?role=host',
    'javascript:1',
  ])('does not lead to %s', (address) => {
    expect(backTo(new URLSearchParams({ back: address }).toString())).toBeNull();
  });
});
