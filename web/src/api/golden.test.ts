/** The browser's side of the golden files; Python's is tests/unit/contracts/test_golden.py. */
import { describe, expect, it } from 'vitest';
import {
  zCaptionAttributes,
  zConnectionCheck,
  zConnectionReport,
  zJoinResponse,
  zMeetingDiagnosis,
  zMeetingNotes,
  zMeetingTelemetry,
  zProblem,
  zRoomMetadata,
  zSegment,
  zTelemetryBatch,
  zTranscript,
  zTranslationAttributes,
} from '../gen';

const PARSERS = {
  CaptionAttributes: zCaptionAttributes,
  TranslationAttributes: zTranslationAttributes,
  RoomMetadata: zRoomMetadata,
  Segment: zSegment,
  Transcript: zTranscript,
  MeetingNotes: zMeetingNotes,
  Problem: zProblem,
  JoinResponse: zJoinResponse,
  ConnectionCheck: zConnectionCheck,
  ConnectionReport: zConnectionReport,
  TelemetryBatch: zTelemetryBatch,
  MeetingTelemetry: zMeetingTelemetry,
  MeetingDiagnosis: zMeetingDiagnosis,
};

const files = Object.entries(
  import.meta.glob<unknown>('../../../tests/golden/*.json', { eager: true, import: 'default' }),
).map(([path, content]) => ({ name: path.slice(path.lastIndexOf('/') + 1), content }));

function parserOf(name: string) {
  const found = Object.entries(PARSERS).find(([model]) => name.startsWith(`${model}.`));
  if (found === undefined) throw new Error(`no parser for ${name}`);
  return found[1];
}

const refused = files.filter(({ name }) => name.endsWith('.refused.json'));
const valid = files.filter((file) => !refused.includes(file));

describe('golden files', () => {
  it.each(valid)('$name parses and comes back as it was', ({ name, content }) => {
    expect(parserOf(name).parse(content)).toEqual(content);
  });

  it.each(refused)('$name is refused', ({ name, content }) => {
    expect(parserOf(name).safeParse(content).success).toBe(false);
  });

  it.each(Object.keys(PARSERS))('hold a valid and a refused case of %s', (model) => {
    for (const group of [valid, refused]) {
      expect(group.some(({ name }) => name.startsWith(`${model}.`))).toBe(true);
    }
  });
});
