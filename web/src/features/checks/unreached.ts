import type { LegView } from '../../rtc/checks/types';

/** The network lets nothing through to this leg's addresses: not so when what answers there is at fault. Pure. */
export function isUnreached({ leg, outcome }: LegView): boolean {
  switch (outcome?.reason) {
    case 'unreachable':
    case 'unreadable':
    case 'websocket_blocked':
    case 'no_relay':
      return true;
    case 'no_route':
      return leg === 'udp' || leg === 'ice_tcp'; // a relay that was reached, and leads nowhere
    default:
      return false;
  }
}
