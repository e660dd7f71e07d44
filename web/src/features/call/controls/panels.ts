/** The panels beside the stage, one at a time, and the ids by which their controls name them. */
export const PANEL_IDS = { people: 'panel-people', transcript: 'panel-transcript' } as const;

export type Panel = keyof typeof PANEL_IDS;
