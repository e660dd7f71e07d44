import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../i18n';
import { browserOf, deviceAdvice } from './device-advice';

const i18n = startTranslations();
beforeAll(() => i18n.changeLanguage('en'));

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15',
    'safari',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', 'chromium'],
])('%s is %s', (userAgent, browser) => {
  expect(browserOf(userAgent)).toBe(browser);
});

test('each browser gets its own fix when the camera was refused', () => {
  const problem = { device: 'camera', cause: 'denied' } as const;
  const fixes = (['chromium', 'firefox', 'safari'] as const).map(
    (browser) => deviceAdvice(i18n.t, problem, browser, true).fix,
  );
  expect(new Set(fixes).size).toBe(3);
});

test('without HTTPS that is the trouble, whatever the browser said', () => {
  const advice = deviceAdvice(i18n.t, { device: 'microphone', cause: 'unsupported' }, 'chromium', false);
  expect(advice.fix).toContain('https');
});
