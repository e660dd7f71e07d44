/** Which address shows which page. Everything that needs LiveKit is loaded by the meeting page, on joining. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { LandingPage } from '../features/landing/LandingPage';
import { LinkButton } from '../ui/buttons/LinkButton';
import { PlainPage } from '../ui/page/PlainPage';
import { Waiting } from '../ui/signs/Waiting';

const MeetingPage = lazy(async () => ({
  default: (await import('../features/prejoin/MeetingPage')).MeetingPage,
}));
const CheckPage = lazy(async () => ({ default: (await import('../features/checks/CheckPage')).CheckPage }));
const AfterPage = lazy(async () => ({ default: (await import('../features/after/AfterPage')).AfterPage }));
const QualityPage = lazy(async () => ({
  default: (await import('../features/quality/QualityPage')).QualityPage,
}));
const QualityListPage = lazy(async () => ({
  default: (await import('../features/quality/QualityListPage')).QualityListPage,
}));

export function Router() {
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/">
          <LandingPage />
        </Route>
        <Route path="/m/:meetingId">
          {({ meetingId }) => <MeetingPage key={meetingId} meetingId={meetingId} />}
        </Route>
        <Route path="/m/:meetingId/after">
          {({ meetingId }) => <AfterPage key={meetingId} meetingId={meetingId} />}
        </Route>
        <Route path="/m/:meetingId/quality">
          {({ meetingId }) => <QualityPage key={meetingId} meetingId={meetingId} />}
        </Route>
        <Route path="/quality">
          <QualityListPage />
        </Route>
        <Route path="/check">
          <CheckPage />
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PlainPage title={t('app.notFoundTitle')} actions={<LinkButton href="/">{t('app.toStart')}</LinkButton>}>
      {t('app.notFoundText')}
    </PlainPage>
  );
}
