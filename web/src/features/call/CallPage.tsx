/** The call, from joining to its end. Loaded on joining only: it brings LiveKit with it. */
import { useEffect } from 'react';
import type { JoinResponse, Meeting } from '../../gen';
import type { Call, DisconnectReason, JoinChoices } from '../../rtc/types';
import { Waiting } from '../../ui/signs/Waiting';
import { CallOverPage } from './CallOverPage';
import { CallView } from './CallView';
import { useCall, useCallSnapshot } from './use-call';

interface CallPageProps {
  readonly meeting: Meeting;
  readonly join: JoinResponse;
  readonly choices: JoinChoices;
  /** The person left, or the meeting ended: on to what remains of it. */
  readonly onLeft: () => void;
  readonly onRejoin: () => void;
}

export function CallPage({ join, choices, ...rest }: CallPageProps) {
  const call = useCall(join, choices);
  return call === null ? <Waiting /> : <RunningCall call={call} choices={choices} {...rest} />;
}

interface RunningCallProps extends Omit<CallPageProps, 'join'> {
  readonly call: Call;
}

function RunningCall({ call, meeting, choices, onLeft, onRejoin }: RunningCallProps) {
  const { disconnectReason } = useCallSnapshot(call);
  const isDone = disconnectReason === 'left' || disconnectReason === 'ended';
  useEffect(() => {
    if (isDone) onLeft();
  }, [isDone, onLeft]);

  if (isDone) return <Waiting />;
  if (disconnectReason !== null) {
    return (
      <CallOverPage
        reason={disconnectReason}
        meetingId={meeting.meeting_id}
        onRejoin={rejoin(disconnectReason)}
      />
    );
  }
  return <CallView call={call} meeting={meeting} choices={choices} onLeave={onLeft} />;

  function rejoin(reason: DisconnectReason) {
    return reason === 'lost' || reason === 'duplicate' ? () => void call.connect() : onRejoin;
  }
}
