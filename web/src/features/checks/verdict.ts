/** What a finished connection test means for a call, as one word. Pure; `use-words` says it in sentences. */
import type { CheckLeg, LegStatus } from '../../gen';
import { WAYS } from '../../rtc/checks/legs';
import type { CheckSnapshot } from '../../rtc/checks/types';

export type Verdict =
  | 'good'
  | 'browser'
  | 'service'
  | 'blocked'
  | 'media'
  | 'devices'
  | 'tcp'
  | 'relayed'
  | 'no_ai'
  | 'no_spare';

/** The gravest thing that is so: what stops a call first, then what makes it worse, then what would be nice. */
export function verdictOf({ legs }: CheckSnapshot): Verdict {
  const statuses = new Map(legs.map(({ leg, outcome }) => [leg, outcome?.status]));
  const is = (status: LegStatus, ...some: readonly CheckLeg[]) =>
    some.some((leg) => statuses.get(leg) === status);
  if (is('failed', 'browser')) return 'browser';
  if (is('failed', 'api', 'token', 'signal')) return 'service';
  if (!is('ok', ...WAYS)) return 'blocked';
  if (!is('ok', 'receive')) return 'media';
  if (is('failed', 'microphone', 'camera')) return 'devices';
  if (!is('ok', 'udp')) return is('ok', 'ice_tcp') ? 'tcp' : 'relayed';
  if (is('failed', 'agent')) return 'no_ai';
  return is('failed', ...WAYS) ? 'no_spare' : 'good';
}
