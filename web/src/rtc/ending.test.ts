import { DisconnectReason } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { settledByBackend, settledBySfu } from './ending';

describe('why a connection ended', () => {
  it.each([
    [DisconnectReason.CLIENT_INITIATED, 'left'],
    [DisconnectReason.DUPLICATE_IDENTITY, 'duplicate'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  ])('is settled by the SFU for %s', (reason, expected) => {
    expect(settledBySfu(reason)).toBe(expected);
  });

  it.each([
    DisconnectReason.ROOM_DELETED,
    DisconnectReason.SERVER_SHUTDOWN,
    DisconnectReason.SIGNAL_CLOSE,
    undefined,
  ])('is a question for the backend for %s', (reason) => {
    expect(settledBySfu(reason)).toBeNull();
  });

  it.each([
    ['meeting_ended', 'ended'],
    ['participant_removed', 'removed'],
    ['credential_invalid', 'lost'],
    ['unreachable', null],
    ['sfu_unavailable', null],
    ['internal', null],
  ] as const)('by the backend: %s means %s', (code, expected) => {
    expect(settledByBackend(code)).toBe(expected);
  });
});
