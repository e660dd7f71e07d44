import { defineConfig } from '@hey-api/openapi-ts';

// Types and parsers alone: the generated client does not pass exactOptionalPropertyTypes, and src/api is one.
export default defineConfig({
  input: './openapi.json',
  output: { path: 'src/gen', clean: true },
  parser: { filters: { orphans: true, operations: { exclude: ['/.*/'] } } },
  plugins: [
    { name: '@hey-api/typescript', enums: false },
    { name: 'zod', includeInEntry: true, requests: false, responses: false, dates: { offset: true } },
  ],
});
