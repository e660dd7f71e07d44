import { expect, it } from 'vitest';
import { platformOf } from './platform';

const MOZILLA = 'Mozilla/5.0';

it.each([
  [
    `${MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36`,
    'chromium',
    150,
    'linux',
  ],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0`,
    'chromium',
    149,
    'windows',
  ],
  [
    `${MOZILLA} (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Mobile Safari/537.36`,
    'chromium',
    148,
    'android',
  ],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15`,
    'safari',
    19,
    'macos',
  ],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1`,
    'safari',
    19,
    'ios',
  ],
  [`${MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`, 'firefox', 145, 'linux'],
  [
    `${MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/150.0.0.0 Safari/537.36`,
    'chromium',
    150,
    'linux',
  ],
  ['curl/8.5.0', 'other', null, 'other'],
] as const)('knows %s', (userAgent, browser, major, system) => {
  expect(platformOf(userAgent, 8)).toEqual({ browser, browser_major: major, system, cores: 8 });
});

it('says nothing of cores that a browser does not tell', () => {
  expect(platformOf('', undefined).cores).toBeNull();
});
