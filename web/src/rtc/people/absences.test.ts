import { DisconnectReason } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Absences } from './absences';

let changes = 0;
let absences: Absences;
beforeEach(() => {
  vi.useFakeTimers();
  changes = 0;
  absences = new Absences(() => {
    changes += 1;
  });
});
afterEach(() => {
  absences.close();
  vi.useRealTimers();
});

it('expects whoever was there when the session was lost, for a while', () => {
  absences.expect(['ada', 'ben']);
  expect(absences.isExpected('ada')).toBe(true);
  vi.advanceTimersByTime(8000);
  expect(absences.isExpected('ada')).toBe(false);
  expect(changes).toBe(1);
});

it.each([undefined, DisconnectReason.DUPLICATE_IDENTITY, DisconnectReason.SIGNAL_CLOSE])(
  'expects one who is replaced or lost back: %s',
  (reason) => {
    absences.gone('ada', reason);
    expect(absences.isExpected('ada')).toBe(true);
  },
);

it.each([
  DisconnectReason.CLIENT_INITIATED,
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
])('expects nobody who has left or was removed, even if they were expected: %s', (reason) => {
  absences.expect(['ada']);
  absences.gone('ada', reason);
  expect(absences.isExpected('ada')).toBe(false);
});

it('takes nobody for gone who is not said to be, each time anew', () => {
  expect(absences.isExpected('ada')).toBe(true);
  absences.gone('ada', DisconnectReason.CLIENT_INITIATED);
  absences.back(['ada']);
  expect(absences.isExpected('ada')).toBe(true);
});

it('says nothing after its end', () => {
  absences.expect(['ada']);
  absences.close();
  vi.advanceTimersByTime(60_000);
  expect(changes).toBe(0);
});
