import { version } from 'livekit-client';
import { expect, it } from 'vitest';
import { RELIES_ON } from './livekit-internals';

it('relies on this version of livekit-client: with another, read livekit-internals.ts anew', () => {
  expect(version).toBe(RELIES_ON);
});
