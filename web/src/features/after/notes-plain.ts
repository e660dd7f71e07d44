/** The notes as plain text, for the clipboard: the same parts in the same order as on the page. */
import type { TFunction } from 'i18next';
import type { ActionItem, NoteLine, Notes, Segment } from '../../gen';
import { clockTime } from '../../i18n/times';

/** Each line ends with the times that it rests on, so that whoever gets it can look them up. */
export function notesPlain(t: TFunction, notes: Notes, segments: readonly Segment[]): string {
  const startOf = new Map(segments.map((segment) => [segment.segment_id, segment.start_ms]));
  const times = ({ evidence }: NoteLine) =>
    evidence
      .map((segmentId) => startOf.get(segmentId))
      .filter((start) => start !== undefined)
      .map(clockTime)
      .join(', ');
  const bullet = (line: NoteLine, words = line.text) => {
    const at = times(line);
    return at === '' ? `- ${words}` : `- ${words} (${at})`;
  };
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : [title, ...lines].join('\n');
  return `${[
    part(
      t('notes.decisions'),
      notes.decisions.map((line) => bullet(line)),
    ),
    part(
      t('notes.actionItems'),
      notes.action_items.map((item) => bullet(item, actionText(t, item))),
    ),
    ...notes.chapters.map((chapter) =>
      part(
        chapter.title,
        chapter.lines.map((line) => bullet(line)),
      ),
    ),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

function actionText(t: TFunction, { owner_name: owner, due_text: due, text }: ActionItem): string {
  const who = owner ?? t('notes.noOwner');
  return due === null ? `${who}: ${text}` : `${who}, ${due}: ${text}`;
}
