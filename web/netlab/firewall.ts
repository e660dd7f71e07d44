/** A firewall in a network namespace, as many companies have it. */
import { run } from './link.ts';

/** No UDP, and no TCP on these ports. */
export function block(namespace: string, tcpPorts: readonly number[] = []): void {
  const ofPort = (port: number) => [`tcp dport ${port} drop`, `tcp sport ${port} drop`];
  const rules = ['meta l4proto udp drop', ...tcpPorts.flatMap(ofPort)];
  nft(namespace, 'add table inet fw');
  for (const [chain, side] of [
    ['output', 'oif'],
    ['input', 'iif'],
  ] as const) {
    nft(namespace, `add chain inet fw ${chain} { type filter hook ${chain} priority 0 ; }`);
    for (const rule of rules) nft(namespace, `add rule inet fw ${chain} ${side} != lo ${rule}`);
  }
}

export function unblock(namespace: string): void {
  try {
    nft(namespace, 'delete table inet fw');
  } catch {
    // nothing is blocked
  }
}

function nft(namespace: string, rule: string): void {
  run('ip', 'netns', 'exec', namespace, 'nft', rule);
}
