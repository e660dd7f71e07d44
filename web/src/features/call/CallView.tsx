/** The running call as it is drawn: stage, what lies over it, a panel at most, and the bar. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../gen';
import type { Call, JoinChoices } from '../../rtc/types';
import { PageTitle } from '../../ui/page/PageTitle';
import { speakersOf } from '../../ui/speakers/speaker-colours';
import { useSpeakerColours } from '../../ui/speakers/use-speaker-colours';
import { NARROW, useMedia } from '../../ui/use-media';
import { EffectTrouble } from '../background/EffectTrouble';
import { useCaptionPreferences } from '../captions/look/caption-preferences';
import { CaptionLog } from '../captions/overlay/CaptionLog';
import { CaptionOverlay } from '../captions/overlay/CaptionOverlay';
import { CaptionStatus } from '../captions/overlay/CaptionStatus';
import { captionRoomPx } from '../captions/overlay/caption-room';
import { RecapCard } from '../captions/recap/RecapCard';
import { useRecap } from '../captions/recap/use-recap';
import { TranscriptPanel } from '../captions/transcript/TranscriptPanel';
import { NoiseTrouble } from '../noise/NoiseTrouble';
import { PeoplePanel } from '../people/PeoplePanel';
import { OwnHint } from '../quality/OwnHint';
import { CallBanners } from './CallBanners';
import { CallSheets, type OpenSheet } from './CallSheets';
import styles from './CallView.module.css';
import { ControlBar } from './controls/ControlBar';
import { MoreMenu } from './controls/MoreMenu';
import type { Panel } from './controls/panels';
import { useCallKeys } from './controls/use-call-keys';
import { usePending } from './controls/use-pending';
import { AloneCard } from './invite/AloneCard';
import { Stage } from './stage/Stage';
import { useCallSnapshot } from './use-call';
import { useDarkRoom } from './use-dark-room';

interface CallViewProps {
  readonly call: Call;
  readonly meeting: Meeting;
  readonly choices: JoinChoices;
  readonly onLeave: () => void;
}

export function CallView({ call, meeting, choices, onLeave }: CallViewProps) {
  const { t } = useTranslation();
  useDarkRoom();
  const { participants, local, ai, captions, ...state } = useCallSnapshot(call);
  const { areShown, look, show } = useCaptionPreferences();
  const [panel, setPanel] = useState<Panel | null>(null);
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const recap = useRecap(captions, state.joinedAtMs, panel === 'transcript');
  const people = participants.filter((participant) => participant.kind === 'person');
  const colourOf = useSpeakerColours(
    meeting.meeting_id,
    // Until the room is there, who speaks is not yet known to have arrived; after that, they have left it.
    people.length === 0 ? [] : [...people, ...speakersOf(captions)],
  );
  const switches = {
    microphone: usePending(() => call.setMicrophone(!local.isMicrophoneOn)),
    camera: usePending(() => call.setCamera(!local.isCameraOn)),
    screen: usePending(() => call.setScreenShare(!local.isScreenShareOn)),
    toggleCaptions: () => show(!areShown),
    togglePanel: (asked: Panel) => setPanel(panel === asked ? null : asked),
    leave: onLeave,
  };
  const keys = useCallKeys(switches, local.role);
  const isConnected = state.connection === 'connected';
  const isJoining = state.connection === 'idle' || state.connection === 'connecting';
  const closePanel = () => setPanel(null);
  const hasCaptions = areShown && ai.captionsOn;
  const overlay = hasCaptions ? <CaptionOverlay captions={captions} colourOf={colourOf} look={look} /> : null;
  // Over a phone's stage it would lie on a face: there it has a row of its own.
  const isNarrow = useMedia(NARROW);
  const recapCard = areShown ? (
    <RecapCard recap={recap} colourOf={colourOf} onAll={() => setPanel('transcript')} />
  ) : null;

  return (
    <main className={styles['call']} data-stage="">
      <PageTitle className="visually-hidden">
        {meeting.title === '' ? t('call.title') : meeting.title}
      </PageTitle>
      <div className={styles['room']}>
        {isNarrow ? recapCard : null}
        <div className={styles['stage']}>
          <Stage
            participants={participants}
            colourOf={colourOf}
            captions={hasCaptions ? { at: look.position, height: captionRoomPx(look.size) } : null}
            onStopSharing={switches.screen[1]}
          />
          <div className={styles['above']}>
            <CallBanners call={call} state={state} deviceProblem={local.deviceProblem} />
            <EffectTrouble />
            <NoiseTrouble />
            <OwnHint meetingId={meeting.meeting_id} isConnected={isConnected} />
            {isNarrow ? null : recapCard}
            {look.position === 'top' ? overlay : null}
          </div>
          <div className={styles['below']}>
            <AloneCard meeting={meeting} people={people} captions={captions} isConnected={isConnected} />
            {areShown ? <CaptionStatus ai={ai} isConnected={isConnected} /> : null}
            {look.position === 'bottom' ? overlay : null}
          </div>
          {areShown ? <CaptionLog captions={captions} /> : null}
        </div>
        {panel === 'people' ? (
          <PeoplePanel
            participants={participants}
            ai={ai}
            meeting={meeting}
            isHost={local.role === 'host'}
            colourOf={colourOf}
            onClose={closePanel}
          />
        ) : null}
        {panel === 'transcript' ? (
          <TranscriptPanel
            captions={captions}
            gaps={state.gaps}
            colourOf={colourOf}
            onOpen={call.readTranscript}
            onClose={closePanel}
          />
        ) : null}
      </div>
      <ControlBar
        title={meeting.title}
        local={isJoining ? { ...local, ...devicesOf(choices) } : local}
        isJoining={isJoining}
        ai={isConnected ? ai : null}
        areCaptionsShown={areShown}
        peopleCount={people.length}
        panel={panel}
        switches={switches}
        keys={keys}
        more={
          <MoreMenu
            meeting={meeting}
            role={local.role}
            onOwnSettings={() => setSheet('own')}
            onForAll={() => setSheet('all')}
            onTranscript={() => switches.togglePanel('transcript')}
            onCaptionLook={() => setSheet('captions')}
            onEnd={() => setSheet('end')}
          />
        }
      />
      <CallSheets
        call={call}
        meeting={meeting}
        choices={choices}
        role={local.role}
        ai={ai}
        people={people}
        open={sheet}
        onClose={() => setSheet(null)}
      />
    </main>
  );
}

/** What the person chose is what they see until the room says what came of it. */
function devicesOf({ isMicrophoneOn, isCameraOn }: JoinChoices) {
  return { isMicrophoneOn, isCameraOn };
}
