/** What was measured, by name and with its unit. */
import type { TFunction } from 'i18next';
import type { Measure } from '../../gen';

export function measureName(t: TFunction, measure: Measure): string {
  switch (measure) {
    case 'uplink_loss_pct':
      return t('quality.measure.uplinkLoss');
    case 'downlink_loss_pct':
      return t('quality.measure.downlinkLoss');
    case 'round_trip_ms':
      return t('quality.measure.roundTrip');
    case 'available_kbps':
      return t('quality.measure.available');
    case 'limited_bandwidth_pct':
      return t('quality.measure.limitedBandwidth');
    case 'limited_cpu_pct':
      return t('quality.measure.limitedCpu');
    case 'lateness_ms':
      return t('quality.measure.lateness');
    case 'busy_pct':
      return t('quality.measure.busy');
    case 'effects_ms':
      return t('quality.measure.effects');
    case 'dropped_pct':
      return t('quality.measure.dropped');
    case 'concealed_pct':
      return t('quality.measure.concealed');
    case 'freeze_pct':
      return t('quality.measure.freeze');
    case 'jitter_buffer_ms':
      return t('quality.measure.jitterBuffer');
    case 'microphone_dbfs':
      return t('quality.measure.microphone');
    case 'away_ms':
      return t('quality.measure.away');
    case 'caption_lag_ms':
      return t('quality.measure.captionLag');
    case 'queue_ms':
      return t('quality.measure.queue');
    case 'realtime_factor':
      return t('quality.measure.realtimeFactor');
    case 'sfu_answer_ms':
      return t('quality.measure.sfuAnswer');
    case 'failed_probes':
      return t('quality.measure.failedProbes');
  }
}

/** The unit ends a measure's name. */
export function measured(t: TFunction, measure: Measure, value: number, language: string): string {
  if (measure.endsWith('_pct')) return percent(value, language);
  if (measure.endsWith('_ms')) return time(value, language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  if (measure.endsWith('_kbps')) return t('quality.unit.kbps', { number });
  if (measure.endsWith('_dbfs')) return t('quality.unit.dbfs', { number });
  return number;
}

export function percent(value: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: value < 2 ? 1 : 0,
  }).format(value / 100);
}

/** Milliseconds up to a second, then seconds. */
export function time(ms: number, language: string): string {
  const isShort = ms < 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isShort ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: isShort ? 0 : 1,
  }).format(isShort ? ms : ms / 1000);
}
