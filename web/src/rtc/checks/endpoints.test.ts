import { expect, it } from 'vitest';
import { mediaEndpoints, relayEndpoint, relaysOf, webEndpoint } from './endpoints';
import { candidatesOf } from './sdp';

it.each([
  ['https://meet.example.org', 'meet.example.org', 443, 'tls'],
  ['http://localhost:8080', 'localhost', 8080, 'tcp'],
  ['wss://sfu.example.org:7443', 'sfu.example.org', 7443, 'tls'],
  ['ws://[2001:db8::1]', '2001:db8::1', 80, 'tcp'],
])('%s is reached at its host and port', (address, host, port, transport) => {
  expect(webEndpoint('api', address)).toEqual({ leg: 'api', host, port, transport });
});

it.each([
  ['turn:turn.example.org:3478?transport=udp', 'turn_udp', 'turn.example.org', 3478, 'udp'],
  ['turn:turn.example.org', 'turn_udp', 'turn.example.org', 3478, 'udp'],
  ['turns:turn.example.org:443?transport=tcp', 'turn_tls', 'turn.example.org', 443, 'tls'],
  ['turns:[2001:db8::7]', 'turn_tls', '2001:db8::7', 5349, 'tls'],
])('%s is a relay', (url, leg, host, port, transport) => {
  expect(relayEndpoint(url)).toEqual({ leg, host, port, transport });
});

it.each(['turn:turn.example.org:3478?transport=tcp', 'stun:turn.example.org:3478', 'nonsense', ''])(
  '%s is tried by no leg',
  (url) => {
    expect(relayEndpoint(url)).toBeNull();
  },
);

it('a leg gets its own addresses of a relay and no other', () => {
  const servers = [
    { urls: 'stun:a.example:3478' },
    {
      urls: ['turn:a.example:3478?transport=udp', 'turns:a.example:443?transport=tcp'],
      username: 'u',
      credential: 'c',
    },
  ];
  expect(relaysOf('turn_tls', servers)).toEqual([
    { urls: ['turns:a.example:443?transport=tcp'], username: 'u', credential: 'c' },
  ]);
  expect(relaysOf('turn_udp', servers.slice(0, 1))).toEqual([]);
});

// As livekit-server 1.13.5 answers.
const SDP = [
  'v=0',
  'a=candidate:233762139 1 udp 2130706431 203.0.113.7 7882 typ host ufrag abc',
  'a=candidate:233762139 1 udp 2130706431 203.0.113.7 7882 typ host ufrag def',
  'a=candidate:4145155 1 tcp 1671430143 203.0.113.7 7881 typ host tcptype passive ufrag abc',
  'a=candidate:9 1 tcp 1671430143 203.0.113.7 9 typ host tcptype active',
  'a=end-of-candidates',
].join('\r\n');

it('where the SFU takes media is told once each, and nowhere that it does not listen', () => {
  expect(mediaEndpoints(candidatesOf(SDP))).toEqual([
    { leg: 'udp', host: '203.0.113.7', port: 7882, transport: 'udp' },
    { leg: 'ice_tcp', host: '203.0.113.7', port: 7881, transport: 'tcp' },
  ]);
  expect(candidatesOf('')).toEqual([]);
});
