/** The backend's calls of telemetry. */
import type { TelemetryBatch } from '../gen';
import { requestNothing } from './request';

const of = (meetingId: string) => `/api/meetings/${encodeURIComponent(meetingId)}/telemetry`;

/** @throws ApiProblem */
export function sendTelemetry(meetingId: string, batch: TelemetryBatch, signal: AbortSignal): Promise<void> {
  return requestNothing(of(meetingId), { method: 'POST', body: batch, signal });
}

/** As the page goes: the browser delivers it when the page is gone, and nobody learns whether it did. */
export function leaveTelemetry(meetingId: string, batch: TelemetryBatch): void {
  navigator.sendBeacon(of(meetingId), new Blob([JSON.stringify(batch)], { type: 'application/json' }));
}
