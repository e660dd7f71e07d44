/**
 * What the fake microphone says: read speech of Debian's pocketsphinx-testdata, else a synthetic voice.
 *
 * Chromium plays the file from its start each time the microphone is opened.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RECORDINGS = process.env['PARLEY_SPEECH_SAMPLES'] ?? '/usr/share/pocketsphinx/test/data/librivox';
const RATE_HZ = 48_000;
/** Before the speech: time for the agent to hear the new track. After it: time for its final. */
const SILENCE_BEFORE_S = 2;
const SILENCE_AFTER_S = 8;
const SYNTHETIC = 'We meet on Friday. Maria will write the notes. The garden is green after the rain.';

/** The words that `speechWav` says, for comparison. */
export function spokenWords(): string[] {
  if (!existsSync(RECORDINGS)) return words(SYNTHETIC);
  return recordings().flatMap(({ text }) => words(text));
}

/** Lower-case words without punctuation. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z']+/g) ?? [];
}

/** 48 kHz mono 16-bit WAV: silence, the speech, silence. */
export function speechWav({ beforeS = SILENCE_BEFORE_S, afterS = SILENCE_AFTER_S } = {}): Buffer {
  const spoken = existsSync(RECORDINGS) ? recordings().map(({ file }) => readFileSync(file)) : [synthetic()];
  const speech = spoken.map((wav) => resampled(parsed(wav)));
  return wavFile([silence(beforeS), ...speech, silence(afterS)]);
}

/** Samples of the speech alone, 48 kHz mono 16-bit. */
export function speechSamples(): Int16Array {
  const [first] = existsSync(RECORDINGS) ? recordings().map(({ file }) => readFileSync(file)) : [synthetic()];
  return first === undefined ? new Int16Array(0) : resampled(parsed(first));
}

interface Samples {
  readonly rateHz: number;
  readonly data: Int16Array;
}

/** Two sentences: the first two recordings of the list. */
function recordings(): { file: string; text: string }[] {
  const lines = readFileSync(join(RECORDINGS, 'transcription'), 'utf8').trim().split('\n');
  return lines.slice(0, 2).map((line) => {
    const [, text = '', name = ''] = /^<s> (.*) <\/s> \((.*)\)$/.exec(line.trim()) ?? [];
    return { file: join(RECORDINGS, `${name}.wav`), text };
  });
}

function synthetic(): Buffer {
  return execFileSync('espeak-ng', ['-v', 'en-us', '-s', '140', '--stdout', SYNTHETIC], {
    maxBuffer: 2 ** 24,
  });
}

/** The samples of a mono 16-bit WAV file; a length field that lies (espeak-ng streams) is cut to what is there. */
function parsed(wav: Buffer): Samples {
  let offset = 12;
  let rateHz = 0;
  while (offset + 8 <= wav.length) {
    const id = wav.toString('latin1', offset, offset + 4);
    const size = wav.readUInt32LE(offset + 4);
    const start = offset + 8;
    if (id === 'fmt ') rateHz = wav.readUInt32LE(start + 4);
    if (id === 'data') {
      const length = Math.floor(Math.min(size, wav.length - start) / 2);
      return { rateHz, data: Int16Array.from({ length }, (_, index) => wav.readInt16LE(start + 2 * index)) };
    }
    offset = start + size + (size % 2);
  }
  throw new Error('not a WAV file');
}

/** At 48 kHz, by linear interpolation: what it adds lies above 8 kHz, where the recogniser does not listen. */
function resampled({ rateHz, data }: Samples): Int16Array {
  const length = Math.floor((data.length * RATE_HZ) / rateHz);
  return Int16Array.from({ length }, (_, index) => {
    const at = (index * rateHz) / RATE_HZ;
    const left = data[Math.floor(at)] ?? 0;
    const right = data[Math.floor(at) + 1] ?? left;
    return Math.round(left + (right - left) * (at - Math.floor(at)));
  });
}

function silence(seconds: number): Int16Array {
  return new Int16Array(seconds * RATE_HZ);
}

function wavFile(parts: readonly Int16Array[]): Buffer {
  const samples = parts.reduce((sum, part) => sum + part.length, 0);
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16); // length of the format chunk
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // mono
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * 2, 28); // bytes a second
  file.writeUInt16LE(2, 32); // bytes a frame
  file.writeUInt16LE(16, 34); // bits a sample
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples * 2, 40);
  let offset = 44;
  for (const part of parts) for (const sample of part) offset = file.writeInt16LE(sample, offset);
  return file;
}
