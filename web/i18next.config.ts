import { defineConfig } from 'i18next-cli';

// Keeps src/i18n/en.json and the keys in the code the same: `npm run words` brings new keys in and old ones out,
// `npm run check` fails when they differ.
export default defineConfig({
  locales: ['en'],
  extract: {
    input: ['src/**/*.{ts,tsx}'],
    ignore: ['src/gen/**', 'src/**/*.test.{ts,tsx}'],
    output: 'src/i18n/{{language}}.json',
    defaultNS: false,
    keySeparator: '.',
    nsSeparator: false,
    removeUnusedKeys: true,
    sort: true,
    indentation: 2,
  },
});
