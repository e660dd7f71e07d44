// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import { applyTheme, rememberedTheme, rememberTheme, visibleTheme, watchTheme } from './theme';

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: true }));
  applyTheme('system');
});

test('follows the system until the person chooses, and remembers the choice', () => {
  expect(visibleTheme()).toBe('dark');
  rememberTheme('light');
  expect(visibleTheme()).toBe('light');
  expect(rememberedTheme()).toBe('light');
  expect(document.documentElement.dataset['theme']).toBe('light');
});

test('going back to the system forgets the choice', () => {
  rememberTheme('light');
  rememberTheme('system');
  expect(rememberedTheme()).toBe('system');
  expect(document.documentElement.dataset['theme']).toBeUndefined();
});

test('tells who watches, until they stop', () => {
  const seen: string[] = [];
  const stop = watchTheme(() => seen.push(visibleTheme()));
  rememberTheme('light');
  stop();
  rememberTheme('dark');
  expect(seen).toEqual(['light']);
});
