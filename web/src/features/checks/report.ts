/** The report of a connection test: what was found, and nothing that proves or places anybody. Pure. */
import type { ConnectionReport, LegResult } from '../../gen';
import type { CheckSnapshot, LegView } from '../../rtc/checks/types';

interface Circumstances {
  readonly madeAt: Date;
  /** Origin of the page. */
  readonly page: string;
  /** The browser's User-Agent. */
  readonly browser: string;
  readonly adviceOf: (view: LegView) => string | null;
}

export function reportOf(snapshot: CheckSnapshot, circumstances: Circumstances): ConnectionReport {
  const { madeAt, page, browser, adviceOf } = circumstances;
  return {
    type: 'parley.connection_report',
    made_at: madeAt.toISOString(),
    page,
    browser: browser.slice(0, 500),
    legs: snapshot.legs.flatMap((view) => resultOf(view, adviceOf(view))),
    endpoints: snapshot.endpoints.slice(0, 50).map((endpoint) => ({ ...endpoint })),
  };
}

function resultOf({ leg, outcome }: LegView, advice: string | null): LegResult[] {
  if (outcome === null) return [];
  const { status, reason, durationMs, roundTripMs } = outcome;
  return [{ leg, status, reason, duration_ms: durationMs, round_trip_ms: roundTripMs, advice }];
}
